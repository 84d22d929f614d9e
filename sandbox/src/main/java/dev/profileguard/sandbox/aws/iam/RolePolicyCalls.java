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

/// Calls on the policies of roles. The caller's [CallDispatcher] makes each of them.
interface RolePolicyCalls extends IamClient {
    /// Makes the calls.
    CallDispatcher dispatcher();

    @Override
    default AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        return dispatcher().write("AttachRolePolicy", request, RolePolicies::attach);
    }

    @Override
    default DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        return dispatcher().write("DetachRolePolicy", request, RolePolicies::detach);
    }

    @Override
    default ListAttachedRolePoliciesResponse listAttachedRolePolicies(
            ListAttachedRolePoliciesRequest request) {
        return dispatcher().read("ListAttachedRolePolicies", request, RolePolicies::listAttached);
    }

    @Override
    default PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        return dispatcher().write("PutRolePolicy", request, RolePolicies::put);
    }

    @Override
    default GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        return dispatcher().read("GetRolePolicy", request, RolePolicies::get);
    }

    @Override
    default DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        return dispatcher().write("DeleteRolePolicy", request, RolePolicies::delete);
    }

    @Override
    default ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return dispatcher().read("ListRolePolicies", request, RolePolicies::list);
    }
}
