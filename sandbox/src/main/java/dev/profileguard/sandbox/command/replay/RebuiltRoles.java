package dev.profileguard.sandbox.command.replay;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// The roles of an account that is rebuilt from records.
record RebuiltRoles(IamClient iam) {
    /// Of roles of which no more is known than that a profile held them.
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    /// Makes the role unless it is there.
    void ensure(String role) {
        if (!exists(role)) {
            iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST));
        }
    }

    /// Makes the role as the call did.
    void create(RawRecord record) {
        String trust = record.parameter("assumeRolePolicyDocument");
        String path = record.parameter("path");
        iam.createRole(r ->
                r.roleName(record.parameter("roleName"))
                        .path(path.isEmpty() ? "/" : path)
                        .assumeRolePolicyDocument(trust.isEmpty() ? TRUST : trust)
                        .tags(RecordedTags.list(record)));
    }

    /// Makes the role's trust policy what the call made it.
    void trust(RawRecord record) {
        iam.updateAssumeRolePolicy(r ->
                r.roleName(record.parameter("roleName"))
                        .policyDocument(record.parameter("policyDocument")));
    }

    /// Deletes the role, if it is there. IAM deletes none that has policies or that a profile
    /// holds, so that these were taken away before.
    void remove(String role) {
        if (!exists(role)) {
            return;
        }
        iam.listInstanceProfilesForRolePaginator(r -> r.roleName(role)).instanceProfiles().stream()
                .toList()
                .forEach(profile ->
                        iam.removeRoleFromInstanceProfile(r ->
                                r.instanceProfileName(profile.instanceProfileName())
                                        .roleName(role)));
        iam.listAttachedRolePoliciesPaginator(r -> r.roleName(role)).attachedPolicies().stream()
                .toList()
                .forEach(policy ->
                        iam.detachRolePolicy(r -> r.roleName(role).policyArn(policy.policyArn())));
        iam.listRolePoliciesPaginator(r -> r.roleName(role)).policyNames().stream()
                .toList()
                .forEach(policy -> iam.deleteRolePolicy(r -> r.roleName(role).policyName(policy)));
        iam.deleteRole(r -> r.roleName(role));
    }

    private boolean exists(String role) {
        try {
            iam.getRole(r -> r.roleName(role));
            return true;
        } catch (NoSuchEntityException gone) {
            return false;
        }
    }
}
