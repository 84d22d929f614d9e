package dev.profileguard.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Limits the rate of calls. The rate is halved when AWS throttles a call, and returns step by step
/// to its maximum.
///
/// Not thread-safe.
public final class RateLimiter {
    private static final double MIN_PER_SECOND = 0.25;
    private static final double STEPS_TO_MAX = 20;

    private final InstantSource clock;
    private final Consumer<Duration> wait;
    private final double maxPerSecond;
    private double perSecond;
    private Instant next = Instant.EPOCH;

    /// @param wait waits for a time
    /// @param perSecond the maximum number of calls a second
    public RateLimiter(InstantSource clock, Consumer<Duration> wait, double perSecond) {
        this.clock = clock;
        this.wait = wait;
        this.maxPerSecond = perSecond;
        this.perSecond = perSecond;
    }

    /// Waits until the next call is allowed.
    public void await() {
        await(wait);
    }

    /// Waits until the next call is allowed.
    ///
    /// @param waiting waits for a time, or throws if that is too long
    public void await(Consumer<Duration> waiting) {
        Instant now = clock.instant();
        if (next.isAfter(now)) {
            waiting.accept(Duration.between(now, next));
            now = next;
        }
        next = now.plusNanos((long) (1_000_000_000 / perSecond));
    }

    /// AWS throttled a call.
    public void throttled() {
        perSecond = Math.max(MIN_PER_SECOND, perSecond / 2);
    }

    /// AWS answered a call.
    public void succeeded() {
        perSecond = Math.min(maxPerSecond, perSecond + maxPerSecond / STEPS_TO_MAX);
    }
}
