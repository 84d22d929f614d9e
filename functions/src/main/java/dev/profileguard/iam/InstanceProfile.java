package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// An instance profile as IAM returns it.
///
/// @param id starts with AIPA; a profile that is created again with the same name gets a new ID
/// @param path with slashes at both ends
/// @param role null if the profile is empty
public record InstanceProfile(
        ProfileName name, String id, String path, @Nullable Role role, Tags tags) {
    /// Stands for the ID of a profile that a plan would create.
    public static final String NOT_CREATED_YET = "not created yet";

    /// Whether the profile contains the role of this name. The role's ID is not compared.
    ///
    /// @param expected null if the profile should be empty
    public boolean holds(@Nullable RoleName expected) {
        Role held = role;
        return held == null ? expected == null : held.name().equals(expected);
    }

    /// A copy with another role.
    ///
    /// @param other null for no role
    public InstanceProfile holding(@Nullable Role other) {
        return new InstanceProfile(name, id, path, other, tags);
    }

    /// A copy with other tags.
    public InstanceProfile tagged(Tags others) {
        return new InstanceProfile(name, id, path, role, others);
    }
}
