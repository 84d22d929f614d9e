package dev.profileguard.iam;

import dev.profileguard.text.AwsTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The canary's instance profile, by which the stack checks that IAM events arrive. The profile has
/// no role, and no rule changes it. Only its tag changes: the value is the time of the last write.
public final class Canary {
    /// The same in every stack of an account. Each stack receives the events of its own writes
    /// only, and no stack reads the tag's value from IAM.
    public static final ProfileName PROFILE = new ProfileName("profile-guard-canary");

    public static final String TAG = "profile-guard:canary";

    private Canary() {}

    /// The tag for a write at this time. IAM gets the time in whole milliseconds.
    public static Tags written(Instant at) {
        return Tags.of(TAG, at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /// The time of the write that set these tags; null if the canary did not write them.
    public static @Nullable Instant writtenAt(Tags tags) {
        String value = tags.get(TAG);
        if (value == null) {
            return null;
        }
        try {
            return AwsTime.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// The reason why no rule changes a profile of this name; null if it is not the canary's
    /// profile.
    static @Nullable String exemption(ProfileName name) {
        return name.equals(PROFILE)
                ? "%s is the canary's profile, which checks that events arrive".formatted(name)
                : null;
    }
}
