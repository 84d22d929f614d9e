package dev.profileguard.iam;

import dev.profileguard.text.AwsTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The canary's instance profile, by which the stack checks that ProfileGuard repairs what IAM's
/// events show. The stack makes the profile, with a role that nobody can assume. Only ProfileGuard
/// changes it, and only because of an event.
///
/// @param profile its name, which CloudFormation makes; null: the stack has no canary
public record Canary(@Nullable ProfileName profile) {
    /// No canary: `CanaryMinutes` is `off`.
    public static final Canary NONE = new Canary(null);

    /// The tag with the time of the last write. Nothing reads it but the canary.
    public static final String TAG = "profile-guard:canary";

    /// The tag with the time of the last round of calls in which each function answered.
    public static final String ANSWERED = "profile-guard:answered";

    /// The value of the guard tag between a write of the canary and its repair.
    public static final String TAKEN_OFF = "canary";

    /// The canary with the profile of this name.
    ///
    /// @param name from the environment; empty: there is none
    public static Canary of(String name) {
        return name.isEmpty() ? NONE : new Canary(new ProfileName(name));
    }

    /// Whether this is the canary's profile.
    public boolean is(ProfileName name) {
        return name.equals(profile);
    }

    /// The tag for a write at this time. IAM gets the time in whole milliseconds.
    public static Tags written(Instant at) {
        return Tags.of(TAG, text(at));
    }

    /// A time as the canary's tags have it.
    public static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /// The time of the write that set these tags; null if the canary did not write them.
    public static @Nullable Instant writtenAt(Tags tags) {
        return time(tags.get(TAG));
    }

    /// The time of the last round of calls in which each function answered; null: there was none.
    public static @Nullable Instant answeredAt(Tags tags) {
        return time(tags.get(ANSWERED));
    }

    private static @Nullable Instant time(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return AwsTime.parse(value);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// The reason why no rule changes a profile of this name without an event; null if it is not
    /// the canary's profile.
    @Nullable String exemption(ProfileName name) {
        return is(name)
                ? "%s is the canary's profile, which checks that events arrive".formatted(name)
                : null;
    }
}
