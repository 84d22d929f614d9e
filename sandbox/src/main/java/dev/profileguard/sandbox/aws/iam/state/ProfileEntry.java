package dev.profileguard.sandbox.aws.iam.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// An instance profile and the role in it. Immutable.
///
/// @param profile without its role
/// @param roleName null: the profile is empty
public record ProfileEntry(InstanceProfile profile, @Nullable String roleName) {

    /// The profile's name.
    public String name() {
        return profile.instanceProfileName();
    }

    /// Whether the profile contains a role.
    public boolean holds(RoleEntry role) {
        return role.name().equals(roleName);
    }

    /// The profile with this role; null: empty.
    public ProfileEntry holding(@Nullable String role) {
        return new ProfileEntry(profile, role);
    }

    /// The profile with changed elements.
    public ProfileEntry changed(Consumer<InstanceProfile.Builder> change) {
        return new ProfileEntry(profile.copy(change), roleName);
    }
}
