package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.InstanceProfiles;
import dev.profileguard.sandbox.aws.iam.operation.Tagging;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;

/// Calls on instance profiles. The caller's [CallDispatcher] makes each of them.
interface InstanceProfileCalls extends IamClient {
    /// Makes the calls.
    CallDispatcher dispatcher();

    @Override
    default CreateInstanceProfileResponse createInstanceProfile(
            CreateInstanceProfileRequest request) {
        return dispatcher().write("CreateInstanceProfile", request, InstanceProfiles::create);
    }

    @Override
    default GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
        return dispatcher().read("GetInstanceProfile", request, InstanceProfiles::get);
    }

    @Override
    default ListInstanceProfilesResponse listInstanceProfiles(ListInstanceProfilesRequest request) {
        return dispatcher().read("ListInstanceProfiles", request, InstanceProfiles::list);
    }

    @Override
    default ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
            ListInstanceProfilesForRoleRequest request) {
        return dispatcher()
                .read("ListInstanceProfilesForRole", request, InstanceProfiles::listForRole);
    }

    @Override
    default DeleteInstanceProfileResponse deleteInstanceProfile(
            DeleteInstanceProfileRequest request) {
        return dispatcher().write("DeleteInstanceProfile", request, InstanceProfiles::delete);
    }

    @Override
    default AddRoleToInstanceProfileResponse addRoleToInstanceProfile(
            AddRoleToInstanceProfileRequest request) {
        return dispatcher().write("AddRoleToInstanceProfile", request, InstanceProfiles::addRole);
    }

    @Override
    default RemoveRoleFromInstanceProfileResponse removeRoleFromInstanceProfile(
            RemoveRoleFromInstanceProfileRequest request) {
        return dispatcher()
                .write("RemoveRoleFromInstanceProfile", request, InstanceProfiles::removeRole);
    }

    @Override
    default TagInstanceProfileResponse tagInstanceProfile(TagInstanceProfileRequest request) {
        return dispatcher().write("TagInstanceProfile", request, Tagging::tagProfile);
    }

    @Override
    default UntagInstanceProfileResponse untagInstanceProfile(UntagInstanceProfileRequest request) {
        return dispatcher().write("UntagInstanceProfile", request, Tagging::untagProfile);
    }

    @Override
    default ListInstanceProfileTagsResponse listInstanceProfileTags(
            ListInstanceProfileTagsRequest request) {
        return dispatcher().read("ListInstanceProfileTags", request, Tagging::ofProfile);
    }
}
