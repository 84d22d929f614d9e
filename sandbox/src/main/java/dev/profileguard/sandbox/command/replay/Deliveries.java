package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// The events that functions are still to receive. It moves the sandbox's clock to the time of each
/// delivery.
final class Deliveries {
    private final Sandbox sandbox;
    private final PriorityQueue<Delivery> pending =
            new PriorityQueue<>(
                    Comparator.comparing(Delivery::due).thenComparingLong(Delivery::sequence));
    private long sequence;

    /// An event that a function is to receive.
    ///
    /// @param due the time of the invocation
    /// @param sequence orders deliveries with the same due time
    /// @param attempt counted from 1
    record Delivery(
            Instant due, long sequence, ReplayedCall call, EventRoutes.Route route, int attempt) {}

    Deliveries(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Adds an event, which is due after the delay of its route.
    void add(ReplayedCall call, EventRoutes.Route route) {
        Instant due = sandbox.clock().instant().plus(route.delay());
        pending.add(new Delivery(due, sequence++, call, route, 1));
    }

    /// Adds a failed delivery again, as Lambda does.
    ///
    /// @return false: this was the last attempt
    boolean retry(Delivery failed) {
        if (failed.attempt() > LambdaService.RETRY_DELAYS.size()) {
            return false;
        }
        Duration wait = LambdaService.RETRY_DELAYS.get(failed.attempt() - 1);
        pending.add(
                new Delivery(
                        sandbox.clock().instant().plus(wait),
                        sequence++,
                        failed.call(),
                        failed.route(),
                        failed.attempt() + 1));
        return true;
    }

    /// Delivers the events that are due by then, in the order of their times, and moves the clock
    /// there.
    ///
    /// @param until MAX: delivers all events, and leaves the clock at the last
    /// @param receiver may add further events
    void deliverUntil(Instant until, Consumer<Delivery> receiver) {
        for (Delivery next = pending.peek();
                next != null && !next.due().isAfter(until);
                next = pending.peek()) {
            pending.remove();
            moveClock(next.due());
            receiver.accept(next);
        }
        if (until.isBefore(Instant.MAX)) {
            moveClock(until);
        }
    }

    /// Moves the clock forward; it never moves back.
    private void moveClock(Instant time) {
        Duration missing = Duration.between(sandbox.clock().instant(), time);
        if (missing.isPositive()) {
            sandbox.clock().move(missing);
        }
    }
}
