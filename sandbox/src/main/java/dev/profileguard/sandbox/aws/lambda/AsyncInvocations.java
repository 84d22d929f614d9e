package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Runs a function's asynchronous invocations one after the other, so that the same calls lead to
/// the same timeline. While an invocation waits, the next one starts, as Lambda would run both
/// concurrently.
final class AsyncInvocations {
    private final Scheduler scheduler;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable Thread running;

    AsyncInvocations(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /// Runs an invocation when all earlier ones have ended or wait: now, or later by the scheduler.
    void run(Runnable invocation) {
        synchronized (this) {
            if (running != null) {
                waiting.add(invocation);
                return;
            }
            running = Thread.currentThread();
        }
        try {
            invocation.run();
        } finally {
            startNext();
        }
    }

    /// Starts the next invocation, if it waits for the one on the current thread.
    synchronized void startNext() {
        if (!Thread.currentThread().equals(running)) {
            return;
        }
        running = null;
        Runnable next = waiting.poll();
        if (next != null) {
            scheduler.in(Duration.ZERO, () -> run(next));
        }
    }
}
