package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.ManagedPolicies;
import dev.profileguard.sandbox.aws.iam.operation.PolicyVersions;
import dev.profileguard.sandbox.aws.iam.operation.Tagging;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/// Calls on managed policies. The caller's [CallDispatcher] makes each of them.
interface ManagedPolicyCalls extends IamClient {
    /// Makes the calls.
    CallDispatcher dispatcher();

    @Override
    default CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        return dispatcher().write("CreatePolicy", request, ManagedPolicies::create);
    }

    @Override
    default GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return dispatcher().read("GetPolicy", request, ManagedPolicies::get);
    }

    @Override
    default ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        return dispatcher().read("ListPolicies", request, ManagedPolicies::list);
    }

    @Override
    default DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        return dispatcher().write("DeletePolicy", request, ManagedPolicies::delete);
    }

    @Override
    default ListEntitiesForPolicyResponse listEntitiesForPolicy(
            ListEntitiesForPolicyRequest request) {
        return dispatcher().read("ListEntitiesForPolicy", request, ManagedPolicies::entities);
    }

    @Override
    default CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
        return dispatcher().write("CreatePolicyVersion", request, PolicyVersions::create);
    }

    @Override
    default GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        return dispatcher().read("GetPolicyVersion", request, PolicyVersions::get);
    }

    @Override
    default ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        return dispatcher().read("ListPolicyVersions", request, PolicyVersions::list);
    }

    @Override
    default SetDefaultPolicyVersionResponse setDefaultPolicyVersion(
            SetDefaultPolicyVersionRequest request) {
        return dispatcher().write("SetDefaultPolicyVersion", request, PolicyVersions::setDefault);
    }

    @Override
    default DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
        return dispatcher().write("DeletePolicyVersion", request, PolicyVersions::delete);
    }

    @Override
    default TagPolicyResponse tagPolicy(TagPolicyRequest request) {
        return dispatcher().write("TagPolicy", request, Tagging::tagPolicy);
    }

    @Override
    default UntagPolicyResponse untagPolicy(UntagPolicyRequest request) {
        return dispatcher().write("UntagPolicy", request, Tagging::untagPolicy);
    }

    @Override
    default ListPolicyTagsResponse listPolicyTags(ListPolicyTagsRequest request) {
        return dispatcher().read("ListPolicyTags", request, Tagging::ofPolicy);
    }
}
