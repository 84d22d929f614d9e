package dev.profileguard.sandbox.aws.iam.state;

/// IAM's [default
/// quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html) under the
/// names that its messages give them.
public enum Quota {
    ROLES("RolesPerAccount", 1000),
    INSTANCE_PROFILES("InstanceProfilesPerAccount", 1000),
    POLICIES("PoliciesPerAccount", 1500),
    USERS("UsersPerAccount", 5000),
    ROLES_IN_PROFILE("InstanceSessionsPerInstanceProfile", 1),
    POLICIES_ON_ROLE("PoliciesPerRole", 10),
    TRUST_POLICY_SIZE("ACLSizePerRole", 2048),
    POLICY_SIZE("PolicySize", 6144);

    private final String label;
    private final int limit;

    Quota(String label, int limit) {
        this.label = label;
        this.limit = limit;
    }

    /// The default value.
    public int limit() {
        return limit;
    }

    /// Checks a count against the quota.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.LimitExceededException if the count is
    ///   higher
    public void check(long count) {
        check(count, limit);
    }

    /// Checks a count against a quota that differs from the default.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.LimitExceededException if the count is
    ///   higher
    public void check(long count, int most) {
        if (count > most) {
            throw IamErrors.limitExceeded("Cannot exceed quota for %s: %d".formatted(label, most));
        }
    }
}
