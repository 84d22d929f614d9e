package dev.profileguard.sandbox.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The sandbox's clock: it follows the system's clock or is stopped, and can be moved forward.
/// Thread-safe.
public final class SandboxClock implements InstantSource {
    private final InstantSource base;
    private Duration moved = Duration.ZERO;

    private SandboxClock(InstantSource base) {
        this.base = base;
    }

    /// A clock that runs as the system's clock does.
    public static SandboxClock running() {
        return new SandboxClock(InstantSource.system());
    }

    /// A clock that is stopped at this instant.
    public static SandboxClock stoppedAt(Instant instant) {
        return new SandboxClock(InstantSource.fixed(instant));
    }

    @Override
    public synchronized Instant instant() {
        return base.instant().plus(moved);
    }

    /// Moves the clock forward. The [Scheduler] runs the work that becomes due.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public synchronized void move(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Time cannot go back: " + time);
        }
        moved = moved.plus(time);
    }

    /// Moves the clock forward to this instant, unless it has passed already.
    synchronized void moveTo(Instant instant) {
        Duration missing = Duration.between(instant(), instant);
        if (missing.isPositive()) {
            move(missing);
        }
    }
}
