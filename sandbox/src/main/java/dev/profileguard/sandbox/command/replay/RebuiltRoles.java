package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.trail.RawRecord;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// The roles of an account that is rebuilt from records.
record RebuiltRoles(IamClient iam) {
    /// The trust policy of a role whose own trust policy no record contains.
    private static final String DEFAULT_TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    /// Creates the role if it does not exist.
    void ensure(String role) {
        if (!exists(role)) {
            iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(DEFAULT_TRUST));
        }
    }

    /// Creates the role with the recorded path, trust policy and tags.
    void create(RawRecord record) {
        String trust = record.parameter("assumeRolePolicyDocument");
        String path = record.parameter("path");
        iam.createRole(r ->
                r.roleName(record.parameter("roleName"))
                        .path(path.isEmpty() ? "/" : path)
                        .assumeRolePolicyDocument(trust.isEmpty() ? DEFAULT_TRUST : trust)
                        .tags(RecordedTags.list(record)));
    }

    /// Sets the recorded trust policy.
    void updateTrust(RawRecord record) {
        iam.updateAssumeRolePolicy(r ->
                r.roleName(record.parameter("roleName"))
                        .policyDocument(record.parameter("policyDocument")));
    }

    /// Deletes the role if it exists. IAM refuses to delete a role that has policies or is in a
    /// profile, so this removes both first.
    void delete(String role) {
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
