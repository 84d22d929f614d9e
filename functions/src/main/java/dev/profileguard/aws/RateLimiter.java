package dev.profileguard.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Limits the rate of calls, also of calls that several threads make. The rate is halved when AWS
/// throttles a call, and returns step by step to its maximum.
///
/// Thread-safe: each call gets a time of its own, in the order in which the threads ask.
public final class RateLimiter {
    private static final double MIN_PER_SECOND = 0.25;
    private static final double STEPS_TO_MAX = 20;

    private final InstantSource clock;
    private final Consumer<Duration> wait;
    private final double maxPerSecond;
    private double perSecond;
    private Instant next = Instant.EPOCH;
    private long slowed;

    /// @param wait waits for a time
    /// @param perSecond the maximum number of calls a second
    public RateLimiter(InstantSource clock, Consumer<Duration> wait, double perSecond) {
        this.clock = clock;
        this.wait = wait;
        this.maxPerSecond = perSecond;
        this.perSecond = perSecond;
    }

    /// When a call began, seen from the limiter: how often the rate was halved before.
    public record Started(long slowed) {}

    private record Slot(Duration early, Duration length, Started started) {}

    /// Waits until the next call is allowed.
    public Started await() {
        return await(wait);
    }

    /// Waits until the next call is allowed.
    ///
    /// @param waiting waits for a time, or throws if that is too long
    public Started await(Consumer<Duration> waiting) {
        Slot slot = take();
        if (slot.early().isPositive()) {
            try {
                waiting.accept(slot.early());
            } catch (RuntimeException e) {
                giveBack(slot);
                throw e;
            }
        }
        return slot.started();
    }

    private synchronized Slot take() {
        Instant now = clock.instant();
        Instant start = next.isAfter(now) ? next : now;
        Duration length = Duration.ofNanos((long) (1_000_000_000 / perSecond));
        next = start.plus(length);
        return new Slot(Duration.between(now, start), length, new Started(slowed));
    }

    private synchronized void giveBack(Slot slot) {
        next = next.minus(slot.length());
    }

    /// AWS throttled a call. Calls that were on their way at the same time halve the rate once.
    public synchronized void throttled(Started call) {
        if (call.slowed() == slowed) {
            perSecond = Math.max(MIN_PER_SECOND, perSecond / 2);
            slowed++;
        }
    }

    /// AWS answered a call.
    public synchronized void succeeded() {
        perSecond = Math.min(maxPerSecond, perSecond + maxPerSecond / STEPS_TO_MAX);
    }
}
