package dev.profileguard.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Spreads calls over time: never more than so many a second, fewer after AWS has throttled, and
/// step by step as many again.
///
/// Not for several threads at a time.
public final class RateLimiter {
    private static final double SLOWEST = 0.25;
    private static final double STEPS_BACK = 20;

    private final InstantSource clock;
    private final Consumer<Duration> wait;
    private final double fastest;
    private double perSecond;
    private Instant next = Instant.EPOCH;

    /// @param wait returns after this much time
    /// @param perSecond how many calls a second, at most
    public RateLimiter(InstantSource clock, Consumer<Duration> wait, double perSecond) {
        this.clock = clock;
        this.wait = wait;
        this.fastest = perSecond;
        this.perSecond = perSecond;
    }

    /// Returns when the next call may be made.
    public void await() {
        Instant now = clock.instant();
        if (next.isAfter(now)) {
            wait.accept(Duration.between(now, next));
            now = next;
        }
        next = now.plusNanos((long) (1_000_000_000 / perSecond));
    }

    /// AWS refused a call for there being too many.
    public void throttled() {
        perSecond = Math.max(SLOWEST, perSecond / 2);
    }

    /// AWS took a call.
    public void taken() {
        perSecond = Math.min(fastest, perSecond + fastest / STEPS_BACK);
    }
}
