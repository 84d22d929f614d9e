package dev.profileguard.state;

import dev.profileguard.finding.Rule;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;
import org.jspecify.annotations.Nullable;

/// The tags by which people know a profile of ProfileProvisioner's. It takes none away on their
/// word alone.
public final class ProvenanceTags {
    /// Who made the profile.
    public static final String CREATED_BY = "profile-guard:created-by";

    /// The ID of the role that it was made for.
    public static final String FOR_ROLE = "profile-guard:for-role";

    private static final String US = Rule.PROFILE_PROVISIONER.text();

    private ProvenanceTags() {}

    /// The tags of a profile that is made for this role.
    public static Tags of(Role role) {
        return Tags.of(CREATED_BY, US).with(FOR_ROLE, role.id());
    }

    /// Whether ProfileProvisioner made the profile.
    public static boolean isOurs(InstanceProfile profile) {
        return US.equals(profile.tags().get(CREATED_BY));
    }

    /// Whether ProfileProvisioner made the profile for this very role, not for one of the same name
    /// before it.
    public static boolean isFor(InstanceProfile profile, Role role) {
        return isForId(profile, role.id());
    }

    /// The same for a role of which only the ID is known; null: none is.
    public static boolean isForId(InstanceProfile profile, @Nullable String roleId) {
        return isOurs(profile) && roleId != null && roleId.equals(profile.tags().get(FOR_ROLE));
    }
}
