package dev.profileguard.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A role with all that IAM tells of it alone.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
///
/// @param role its name, ID and path
/// @param trustPolicy the JSON text of its trust policy, decoded
/// @param tags keys are unique without regard to case
/// @param lastUsed up to 400 days back, some hours late; null: not used, as far as IAM tells
/// @param created when, in whole seconds
public record RoleDetail(
        Role role, String trustPolicy, Tags tags, @Nullable Instant lastUsed, Instant created) {
    /// The role's name, as IAM spells it.
    public RoleName name() {
        return role.name();
    }

    /// The same with other tags.
    public RoleDetail tagged(Tags others) {
        return new RoleDetail(role, trustPolicy, others, lastUsed, created);
    }
}
