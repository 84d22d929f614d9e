package dev.profileguard.state;

import java.time.Instant;

/// A time in which anybody may change a guarded profile: break-glass. What is changed in it becomes
/// the baseline.
///
/// @param until the first moment that is guarded again
public record Release(Instant from, Instant until, String reason) {
    /// Whether this moment is released. CloudTrail's times have whole seconds, so that a call right
    /// after the start may seem to be up to a second before it.
    public boolean covers(Instant moment) {
        return !moment.isBefore(from.minusSeconds(1)) && moment.isBefore(until);
    }
}
