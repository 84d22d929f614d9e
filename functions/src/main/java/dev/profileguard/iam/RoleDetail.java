package dev.profileguard.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A role with what GetRole returns about it.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
///
/// @param role its name, ID and path
/// @param trustPolicy the JSON text of the trust policy, URL-decoded
/// @param tags their keys are unique in any case
/// @param lastUsed some hours late; null if IAM recorded no use within the last 400 days
/// @param created in whole seconds
/// @param boundary the ARN of the managed policy that is its permissions boundary; null: it has
///   none
public record RoleDetail(
        Role role,
        String trustPolicy,
        Tags tags,
        @Nullable Instant lastUsed,
        Instant created,
        @Nullable String boundary) {
    /// A role without a permissions boundary.
    public RoleDetail(
            Role role, String trustPolicy, Tags tags, @Nullable Instant lastUsed, Instant created) {
        this(role, trustPolicy, tags, lastUsed, created, null);
    }

    /// The name of the role as IAM spells it.
    public RoleName name() {
        return role.name();
    }

    /// A copy with another trust policy.
    public RoleDetail trusting(String other) {
        return new RoleDetail(role, other, tags, lastUsed, created, boundary);
    }

    /// A copy with other tags.
    public RoleDetail tagged(Tags others) {
        return new RoleDetail(role, trustPolicy, others, lastUsed, created, boundary);
    }
}
