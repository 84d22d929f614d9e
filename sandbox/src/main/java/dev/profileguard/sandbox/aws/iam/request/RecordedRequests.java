package dev.profileguard.sandbox.aws.iam.request;

import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// The requests that would create the recorded entities, so that the same checks apply to both.
public final class RecordedRequests {
    private RecordedRequests() {}

    /// The request that creates a role.
    public static CreateRoleRequest of(RoleDetail role) {
        return CreateRoleRequest.builder()
                .roleName(role.roleName())
                .path(role.path())
                .assumeRolePolicyDocument(role.assumeRolePolicyDocument())
                .tags(role.tags())
                .build();
    }

    /// The request that creates an instance profile.
    public static CreateInstanceProfileRequest of(InstanceProfile profile) {
        return CreateInstanceProfileRequest.builder()
                .instanceProfileName(profile.instanceProfileName())
                .path(profile.path())
                .tags(profile.tags())
                .build();
    }

    /// The request that creates a managed policy, with one of its documents.
    public static CreatePolicyRequest of(ManagedPolicyDetail policy) {
        return CreatePolicyRequest.builder()
                .policyName(policy.policyName())
                .path(policy.path())
                .policyDocument(
                        policy.policyVersionList().stream()
                                .map(PolicyVersion::document)
                                .findFirst()
                                .orElse(null))
                .build();
    }

    /// The request that creates a user.
    public static CreateUserRequest of(UserDetail user) {
        return CreateUserRequest.builder()
                .userName(user.userName())
                .path(user.path())
                .tags(user.tags())
                .build();
    }

    /// The request that adds an inline policy to a role.
    public static PutRolePolicyRequest of(String roleName, PolicyDetail policy) {
        return PutRolePolicyRequest.builder()
                .roleName(roleName)
                .policyName(policy.policyName())
                .policyDocument(policy.policyDocument())
                .build();
    }
}
