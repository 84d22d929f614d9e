package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// An instance profile as IAM shows it.
///
/// @param id starts with AIPA; a profile that is made again under the same name has another
/// @param path with slashes at both ends
/// @param role null: the profile is empty
public record InstanceProfile(
        ProfileName name, String id, String path, @Nullable Role role, Tags tags) {
    /// In place of the ID of a profile that a plan would make.
    public static final String TO_BE_MADE = "to be made";

    /// Whether the profile holds exactly this role by name, whatever the role's ID.
    public boolean holds(@Nullable RoleName expected) {
        Role held = role;
        return held == null ? expected == null : held.name().equals(expected);
    }

    /// The same with another role, or none.
    public InstanceProfile holding(@Nullable Role other) {
        return new InstanceProfile(name, id, path, other, tags);
    }

    /// The same with other tags.
    public InstanceProfile tagged(Tags others) {
        return new InstanceProfile(name, id, path, role, others);
    }
}
