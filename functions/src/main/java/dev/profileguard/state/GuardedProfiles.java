package dev.profileguard.state;

import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import org.jspecify.annotations.Nullable;

/// Which instance profiles are guarded: by name, by a tag, or since they have a baseline.
///
/// @param names globs on the names of profiles
public record GuardedProfiles(Globs names) {
    /// The tag that guards a profile whatever its name.
    public static final String TAG = "profile-guard";

    /// The value of the tag that guards.
    public static final String LOCKED = "locked";

    /// Makes name patterns ignore case, as IAM does.
    public GuardedProfiles {
        names = names.ignoringCase();
    }

    /// Whether a pattern, the tag or a baseline guards the profile.
    ///
    /// @param record what is remembered of it
    /// @param profile null: IAM has no such profile
    public boolean include(
            ProfileName name, GuardRecord record, @Nullable InstanceProfile profile) {
        return record.baseline() != null
                || names.match(name.key())
                || (profile != null && isLocked(profile.tags()));
    }

    /// Whether a profile with these tags is guarded by them.
    public static boolean isLocked(Tags tags) {
        return LOCKED.equals(tags.get(TAG));
    }
}
