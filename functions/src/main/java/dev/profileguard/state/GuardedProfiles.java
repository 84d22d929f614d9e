package dev.profileguard.state;

import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import org.jspecify.annotations.Nullable;

/// Decides which instance profiles are guarded: by their name, by a tag, or because they have a
/// baseline.
///
/// @param names globs for names of profiles
public record GuardedProfiles(Globs names) {
    /// The key of the tag that guards a profile of any name.
    public static final String TAG = "profile-guard";

    /// The value of the tag that guards.
    public static final String LOCKED = "locked";

    /// Makes the patterns ignore case, as IAM does for names.
    public GuardedProfiles {
        names = names.ignoringCase();
    }

    /// Whether a pattern, the tag or a baseline guards the profile.
    ///
    /// @param record the stored state of the profile
    /// @param profile null if IAM has no such profile
    public boolean include(
            ProfileName name, GuardRecord record, @Nullable InstanceProfile profile) {
        return record.baseline() != null
                || names.match(name.key())
                || (profile != null && isLocked(profile.tags()));
    }

    /// Whether somebody meant this very profile, or a group that it belongs to: a pattern other
    /// than `*` matches its name, or it has the guard tag.
    ///
    /// @param profile null if IAM has no such profile
    public boolean isMeant(ProfileName name, @Nullable InstanceProfile profile) {
        return isNamed(name) || (profile != null && isLocked(profile.tags()));
    }

    /// Whether a pattern other than `*` matches the name.
    public boolean isNamed(ProfileName name) {
        return names.globs().stream()
                .anyMatch(glob -> !glob.matchesEverything() && glob.matches(name.key()));
    }

    /// Whether these tags guard a profile.
    public static boolean isLocked(Tags tags) {
        return LOCKED.equals(tags.get(TAG));
    }
}
