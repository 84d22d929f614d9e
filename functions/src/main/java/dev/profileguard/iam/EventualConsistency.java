package dev.profileguard.iam;

import java.time.Duration;
import java.time.Instant;

/// How long a read of IAM may be stale after a write. IAM replicates its data to many places, and
/// EventBridge may deliver the event of a call before all replicas have the change.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
public final class EventualConsistency {
    /// AWS documents no limit. Replication usually takes seconds.
    public static final Duration WINDOW = Duration.ofSeconds(60);

    private EventualConsistency() {}

    /// Whether a read at `now` may not show yet what was done at `done`.
    public static boolean mayHide(Instant done, Instant now) {
        return done.plus(WINDOW).isAfter(now);
    }
}
