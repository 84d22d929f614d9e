package dev.profileguard.iam;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The profile by which the stack proves that IAM's events arrive. It holds no role and belongs to
/// no rule: only its tag changes, whose value is the time of the write.
public final class Canary {
    /// The same in each stack of an account: every stack hears of its own writes alone, and none
    /// reads what stands in the tag.
    public static final ProfileName PROFILE = new ProfileName("profile-guard-canary");

    /// The key of the tag.
    public static final String TAG = "profile-guard:canary";

    private Canary() {}

    /// The tag of a write at this time, in whole milliseconds.
    public static Tags written(Instant at) {
        return Tags.of(TAG, at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /// When the write was made that set these tags; null: it is no write of the canary's.
    public static @Nullable Instant writtenAt(Tags tags) {
        String value = tags.get(TAG);
        if (value == null) {
            return null;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// Why the rules leave the profile alone; null: it is another one.
    static @Nullable String untouchable(ProfileName name) {
        return name.equals(PROFILE)
                ? "%s is there to prove that events arrive".formatted(name)
                : null;
    }
}
