package dev.profileguard.sandbox.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The sandbox's time: the system's plus what it was moved by, or standing still until moved.
/// Thread-safe.
public final class SandboxClock implements InstantSource {
    private final InstantSource base;
    private Duration moved = Duration.ZERO;

    private SandboxClock(InstantSource base) {
        this.base = base;
    }

    /// Runs as the system's clock does.
    public static SandboxClock running() {
        return new SandboxClock(InstantSource.system());
    }

    /// Stands at this instant.
    public static SandboxClock standingAt(Instant instant) {
        return new SandboxClock(InstantSource.fixed(instant));
    }

    @Override
    public synchronized Instant instant() {
        return base.instant().plus(moved);
    }

    /// Moves the time on. Work that is due by then is the [Scheduler]'s business.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public synchronized void move(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Time cannot go back: " + time);
        }
        moved = moved.plus(time);
    }

    /// Moves the time on to this instant, unless it has passed already.
    synchronized void moveTo(Instant instant) {
        Duration missing = Duration.between(instant(), instant);
        if (missing.isPositive()) {
            move(missing);
        }
    }
}
