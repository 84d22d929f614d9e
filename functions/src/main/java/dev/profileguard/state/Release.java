package dev.profileguard.state;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A time in which everybody may change a guarded profile (break-glass). Changes in this time
/// become the baseline.
///
/// @param until the end, exclusive
/// @param decided when somebody last started, changed or ended the release, in whole seconds;
///   events of earlier decisions, which arrive late, do not change it
public record Release(Instant from, Instant until, String reason, Instant decided) {
    /// The key of the tag by which a trusted principal releases a profile, such as
    /// `profile-guard:release=PT30M`.
    public static final String TAG = "profile-guard:release";

    /// A release that somebody decides. It continues one that is not over.
    ///
    /// @param before the last release; null: there was none
    /// @param time how long it lasts from the decision on; zero: it ends
    public static Release decided(
            @Nullable Release before, Instant decided, Duration time, String reason) {
        Instant from = before != null && before.covers(decided) ? before.from() : decided;
        return new Release(
                from, decided.plus(time), reason, decided.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Whether the release covers a time. CloudTrail truncates times to whole seconds, so a time up
    /// to one second before the start is included.
    public boolean covers(Instant moment) {
        return !moment.isBefore(from.minusSeconds(1)) && moment.isBefore(until);
    }
}
