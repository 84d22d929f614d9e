package dev.profileguard.state;

import dev.profileguard.finding.Rule;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;

/// The tags of profiles that ProfileProvisioner creates. They are information for people, and prove
/// nothing.
public final class ProvenanceTags {
    /// The key of the tag with the creator of the profile.
    public static final String CREATED_BY = "profile-guard:created-by";

    /// The key of the tag with the ID of the role for which it was created.
    public static final String FOR_ROLE = "profile-guard:for-role";

    private static final String CREATOR = Rule.PROFILE_PROVISIONER.text();

    private ProvenanceTags() {}

    /// The tags of a profile that is created for a role.
    public static Tags of(Role role) {
        return Tags.of(CREATED_BY, CREATOR).with(FOR_ROLE, role.id());
    }

    /// Whether the tags say that ProfileProvisioner created the profile.
    public static boolean isOurs(InstanceProfile profile) {
        return CREATOR.equals(profile.tags().get(CREATED_BY));
    }

    /// Whether the tags say that ProfileProvisioner created the profile for this role, and not for
    /// an earlier role of the same name.
    public static boolean isFor(InstanceProfile profile, Role role) {
        return isOurs(profile) && role.id().equals(profile.tags().get(FOR_ROLE));
    }
}
