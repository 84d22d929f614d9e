package dev.profileguard.iam;

import java.time.Duration;
import java.time.Instant;

/// How long IAM may show a role or profile as it was before a call. IAM keeps copies of it in many
/// places, which do not change at the same moment. EventBridge may deliver the event of the call
/// before all of them agree.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
public final class EventualConsistency {
    /// AWS names no limit. The copies usually agree within seconds.
    public static final Duration WINDOW = Duration.ofSeconds(60);

    private EventualConsistency() {}

    /// Whether IAM may not show yet what was done at that time.
    public static boolean mayHide(Instant done, Instant now) {
        return done.plus(WINDOW).isAfter(now);
    }
}
