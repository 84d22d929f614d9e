package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.RolePolicies;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/// Calls on the policies of roles. Each is handed in at the caller's desk.
interface RolePolicyCalls extends IamClient {
    /// Where the calls are handed in.
    CallDispatcher desk();

    @Override
    default AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        return desk().write("AttachRolePolicy", request, RolePolicies::attach);
    }

    @Override
    default DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        return desk().write("DetachRolePolicy", request, RolePolicies::detach);
    }

    @Override
    default ListAttachedRolePoliciesResponse listAttachedRolePolicies(
            ListAttachedRolePoliciesRequest request) {
        return desk().read("ListAttachedRolePolicies", request, RolePolicies::listAttached);
    }

    @Override
    default PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        return desk().write("PutRolePolicy", request, RolePolicies::put);
    }

    @Override
    default GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        return desk().read("GetRolePolicy", request, RolePolicies::get);
    }

    @Override
    default DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        return desk().write("DeleteRolePolicy", request, RolePolicies::delete);
    }

    @Override
    default ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return desk().read("ListRolePolicies", request, RolePolicies::list);
    }
}
