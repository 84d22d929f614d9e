package dev.profileguard.state;

import java.time.Instant;

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

    /// Whether the release covers a time. CloudTrail truncates times to whole seconds, so a time up
    /// to one second before the start is included.
    public boolean covers(Instant moment) {
        return !moment.isBefore(from.minusSeconds(1)) && moment.isBefore(until);
    }
}
