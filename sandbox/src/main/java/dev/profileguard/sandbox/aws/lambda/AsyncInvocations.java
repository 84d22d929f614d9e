package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Runs a function's asynchronous invocations one after the other, so that the same calls lead to
/// the same timeline. One that waits for IAM lets the next one pass, as Lambda's concurrency would.
final class AsyncInvocations {
    private final Scheduler agenda;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable Thread holder;

    AsyncInvocations(Scheduler agenda) {
        this.agenda = agenda;
    }

    /// Runs it once everything before it has ended or waits: now, or later on the agenda.
    void run(Runnable invocation) {
        synchronized (this) {
            if (holder != null) {
                waiting.add(invocation);
                return;
            }
            holder = Thread.currentThread();
        }
        try {
            invocation.run();
        } finally {
            letPass();
        }
    }

    /// Lets the next one start, if the current thread is the one that keeps it waiting.
    synchronized void letPass() {
        if (!Thread.currentThread().equals(holder)) {
            return;
        }
        holder = null;
        Runnable next = waiting.poll();
        if (next != null) {
            agenda.in(Duration.ZERO, () -> run(next));
        }
    }
}
