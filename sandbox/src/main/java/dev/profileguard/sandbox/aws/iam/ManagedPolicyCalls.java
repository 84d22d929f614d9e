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

/// Calls on managed policies. Each is handed in at the caller's desk.
interface ManagedPolicyCalls extends IamClient {
    /// Where the calls are handed in.
    CallDispatcher desk();

    @Override
    default CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        return desk().write("CreatePolicy", request, ManagedPolicies::create);
    }

    @Override
    default GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return desk().read("GetPolicy", request, ManagedPolicies::get);
    }

    @Override
    default ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        return desk().read("ListPolicies", request, ManagedPolicies::list);
    }

    @Override
    default DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        return desk().write("DeletePolicy", request, ManagedPolicies::delete);
    }

    @Override
    default ListEntitiesForPolicyResponse listEntitiesForPolicy(
            ListEntitiesForPolicyRequest request) {
        return desk().read("ListEntitiesForPolicy", request, ManagedPolicies::entities);
    }

    @Override
    default CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
        return desk().write("CreatePolicyVersion", request, PolicyVersions::create);
    }

    @Override
    default GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        return desk().read("GetPolicyVersion", request, PolicyVersions::get);
    }

    @Override
    default ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        return desk().read("ListPolicyVersions", request, PolicyVersions::list);
    }

    @Override
    default SetDefaultPolicyVersionResponse setDefaultPolicyVersion(
            SetDefaultPolicyVersionRequest request) {
        return desk().write("SetDefaultPolicyVersion", request, PolicyVersions::setDefault);
    }

    @Override
    default DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
        return desk().write("DeletePolicyVersion", request, PolicyVersions::delete);
    }

    @Override
    default TagPolicyResponse tagPolicy(TagPolicyRequest request) {
        return desk().write("TagPolicy", request, Tagging::tagPolicy);
    }

    @Override
    default UntagPolicyResponse untagPolicy(UntagPolicyRequest request) {
        return desk().write("UntagPolicy", request, Tagging::untagPolicy);
    }

    @Override
    default ListPolicyTagsResponse listPolicyTags(ListPolicyTagsRequest request) {
        return desk().read("ListPolicyTags", request, Tagging::ofPolicy);
    }
}
