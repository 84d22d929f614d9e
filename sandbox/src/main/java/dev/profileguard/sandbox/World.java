package dev.profileguard.sandbox;

import dev.profileguard.sandbox.aws.eventbridge.ForeignBuses;
import dev.profileguard.sandbox.time.SandboxClock;
import dev.profileguard.sandbox.time.Scheduler;
import java.time.Instant;
import java.util.concurrent.Executors;

/// What the accounts of an organization share.
///
/// @param stopped whether the clock moves only on request; then all work runs on the thread of the
///   request
/// @param foreignBuses the event buses that an account finds in others
public record World(
        SandboxClock clock, Scheduler scheduler, boolean stopped, ForeignBuses foreignBuses) {
    /// A world whose clock is stopped at this time and moves only on request.
    public static World stoppedAt(Instant time, ForeignBuses foreignBuses) {
        SandboxClock clock = SandboxClock.stoppedAt(time);
        return new World(clock, new Scheduler(clock, Runnable::run), true, foreignBuses);
    }

    /// A world whose clock runs.
    public static World running(ForeignBuses foreignBuses) {
        SandboxClock clock = SandboxClock.running();
        return new World(
                clock,
                new Scheduler(clock, Executors.newVirtualThreadPerTaskExecutor()),
                false,
                foreignBuses);
    }
}
