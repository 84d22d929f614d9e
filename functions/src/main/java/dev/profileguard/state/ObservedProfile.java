package dev.profileguard.state;

import dev.profileguard.iam.InstanceProfile;
import org.jspecify.annotations.Nullable;

/// One look: what is remembered of a profile, and what IAM shows.
///
/// @param profile null: IAM has no such profile
public record ObservedProfile(GuardRecord record, @Nullable InstanceProfile profile) {
    /// What was read of one profile. The name as IAM spells it counts, where IAM has the profile.
    public static ObservedProfile of(GuardRecord record, @Nullable InstanceProfile profile) {
        return new ObservedProfile(
                profile == null ? record : record.spelled(profile.name()), profile);
    }
}
