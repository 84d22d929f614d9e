package dev.profileguard.state;

import dev.profileguard.iam.InstanceProfile;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The record of a profile that ProfileProvisioner created.
///
/// @param roleId the ID of the role for which it was created
/// @param at the time just before the creation
/// @param retired the time just before ProfileProvisioner began to delete the profile, because its
///   role was to be deleted; null: it did not
/// @param profileId the ID of the profile, from IAM's response to the creation; null: the function
///   was stopped before it stored the ID, the creation failed, or an earlier version that stored no
///   IDs wrote the record
public record ProvenanceRecord(
        String roleId, Instant at, @Nullable Instant retired, @Nullable String profileId) {
    /// How long the deletion of a role is expected after its profile was deleted for it.
    public static final Duration DELETION_EXPECTED = Duration.ofHours(1);

    /// The record of a profile that is about to be created.
    public ProvenanceRecord(String roleId, Instant at) {
        this(roleId, at, null, null);
    }

    /// A copy for a profile that is about to be deleted for the deletion of its role.
    public ProvenanceRecord retiredAt(Instant now) {
        return new ProvenanceRecord(roleId, at, now, profileId);
    }

    /// A copy for a role whose profile is requested, whether or not it was to be deleted.
    public ProvenanceRecord notRetired() {
        return new ProvenanceRecord(roleId, at, null, profileId);
    }

    /// A copy with the ID of the profile.
    public ProvenanceRecord of(String id) {
        return new ProvenanceRecord(roleId, at, retired, id);
    }

    /// Whether ProfileProvisioner created this profile, and not somebody else one of the same name:
    /// by its ID. Tags prove nothing: everybody who may tag a profile can set them.
    public boolean covers(InstanceProfile profile) {
        return profile.id().equals(profileId);
    }

    /// Whether ProfileProvisioner may have created this profile: the record has no ID.
    public boolean mayCover(InstanceProfile profile) {
        return profileId == null || covers(profile);
    }

    /// Until when the deletion of this role is expected, so that it gets no profile; null: it is
    /// not expected.
    public @Nullable Instant deletionExpectedUntil(String role, Instant now) {
        Instant until =
                retired == null || !roleId.equals(role) ? null : retired.plus(DELETION_EXPECTED);
        return until == null || !now.isBefore(until) ? null : until;
    }
}
