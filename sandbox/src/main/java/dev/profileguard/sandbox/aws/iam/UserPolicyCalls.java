package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.UserPolicyOperations;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;

/// Calls on the policies of users. The caller's [CallDispatcher] makes each of them.
interface UserPolicyCalls extends IamClient {
    /// Makes the calls.
    CallDispatcher dispatcher();

    @Override
    default PutUserPolicyResponse putUserPolicy(PutUserPolicyRequest request) {
        return dispatcher().write("PutUserPolicy", request, UserPolicyOperations::put);
    }

    @Override
    default GetUserPolicyResponse getUserPolicy(GetUserPolicyRequest request) {
        return dispatcher().read("GetUserPolicy", request, UserPolicyOperations::get);
    }

    @Override
    default DeleteUserPolicyResponse deleteUserPolicy(DeleteUserPolicyRequest request) {
        return dispatcher().write("DeleteUserPolicy", request, UserPolicyOperations::delete);
    }

    @Override
    default ListUserPoliciesResponse listUserPolicies(ListUserPoliciesRequest request) {
        return dispatcher().read("ListUserPolicies", request, UserPolicyOperations::list);
    }

    @Override
    default AttachUserPolicyResponse attachUserPolicy(AttachUserPolicyRequest request) {
        return dispatcher().write("AttachUserPolicy", request, UserPolicyOperations::attach);
    }

    @Override
    default DetachUserPolicyResponse detachUserPolicy(DetachUserPolicyRequest request) {
        return dispatcher().write("DetachUserPolicy", request, UserPolicyOperations::detach);
    }

    @Override
    default ListAttachedUserPoliciesResponse listAttachedUserPolicies(
            ListAttachedUserPoliciesRequest request) {
        return dispatcher()
                .read("ListAttachedUserPolicies", request, UserPolicyOperations::listAttached);
    }
}
