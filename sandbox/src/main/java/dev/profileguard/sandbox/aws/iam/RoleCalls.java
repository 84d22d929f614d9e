package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.Roles;
import dev.profileguard.sandbox.aws.iam.operation.ServiceLinkedRoles;
import dev.profileguard.sandbox.aws.iam.operation.Tagging;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/// Calls on roles. The caller's [CallDispatcher] makes each of them.
interface RoleCalls extends IamClient {
    /// Makes the calls.
    CallDispatcher dispatcher();

    @Override
    default CreateRoleResponse createRole(CreateRoleRequest request) {
        return dispatcher().write("CreateRole", request, Roles::create);
    }

    @Override
    default CreateServiceLinkedRoleResponse createServiceLinkedRole(
            CreateServiceLinkedRoleRequest request) {
        return dispatcher().write("CreateServiceLinkedRole", request, ServiceLinkedRoles::create);
    }

    @Override
    default DeleteServiceLinkedRoleResponse deleteServiceLinkedRole(
            DeleteServiceLinkedRoleRequest request) {
        return dispatcher().write("DeleteServiceLinkedRole", request, ServiceLinkedRoles::delete);
    }

    @Override
    default GetServiceLinkedRoleDeletionStatusResponse getServiceLinkedRoleDeletionStatus(
            GetServiceLinkedRoleDeletionStatusRequest request) {
        return dispatcher()
                .read("GetServiceLinkedRoleDeletionStatus", request, ServiceLinkedRoles::deletion);
    }

    @Override
    default GetRoleResponse getRole(GetRoleRequest request) {
        return dispatcher().read("GetRole", request, Roles::get);
    }

    @Override
    default ListRolesResponse listRoles(ListRolesRequest request) {
        return dispatcher().read("ListRoles", request, Roles::list);
    }

    @Override
    default DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        return dispatcher().write("DeleteRole", request, Roles::delete);
    }

    @Override
    default UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        return dispatcher().write("UpdateRole", request, Roles::update);
    }

    @Override
    default UpdateRoleDescriptionResponse updateRoleDescription(
            UpdateRoleDescriptionRequest request) {
        return dispatcher().write("UpdateRoleDescription", request, Roles::describe);
    }

    @Override
    default UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
            UpdateAssumeRolePolicyRequest request) {
        return dispatcher().write("UpdateAssumeRolePolicy", request, Roles::trust);
    }

    @Override
    default PutRolePermissionsBoundaryResponse putRolePermissionsBoundary(
            PutRolePermissionsBoundaryRequest request) {
        return dispatcher().write("PutRolePermissionsBoundary", request, Roles::bound);
    }

    @Override
    default DeleteRolePermissionsBoundaryResponse deleteRolePermissionsBoundary(
            DeleteRolePermissionsBoundaryRequest request) {
        return dispatcher().write("DeleteRolePermissionsBoundary", request, Roles::unbound);
    }

    @Override
    default TagRoleResponse tagRole(TagRoleRequest request) {
        return dispatcher().write("TagRole", request, Tagging::tagRole);
    }

    @Override
    default UntagRoleResponse untagRole(UntagRoleRequest request) {
        return dispatcher().write("UntagRole", request, Tagging::untagRole);
    }

    @Override
    default ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        return dispatcher().read("ListRoleTags", request, Tagging::ofRole);
    }
}
