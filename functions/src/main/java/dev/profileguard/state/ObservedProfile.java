package dev.profileguard.state;

import dev.profileguard.iam.InstanceProfile;
import org.jspecify.annotations.Nullable;

/// The stored record of a profile and its current state in IAM, read together.
///
/// @param profile null if IAM has no such profile
public record ObservedProfile(GuardRecord record, @Nullable InstanceProfile profile) {
    /// Combines both reads. If IAM has the profile, the record gets the name as IAM spells it.
    public static ObservedProfile of(GuardRecord record, @Nullable InstanceProfile profile) {
        return new ObservedProfile(
                profile == null ? record : record.withName(profile.name()), profile);
    }
}
