package dev.profileguard.state;

import java.time.Instant;

/// A time in which everybody may change a guarded profile (break-glass). Changes in this time
/// become the baseline.
///
/// @param until the end, exclusive
public record Release(Instant from, Instant until, String reason) {
    /// Whether the release covers a time. CloudTrail truncates times to whole seconds, so a time up
    /// to one second before the start is included.
    public boolean covers(Instant moment) {
        return !moment.isBefore(from.minusSeconds(1)) && moment.isBefore(until);
    }
}
