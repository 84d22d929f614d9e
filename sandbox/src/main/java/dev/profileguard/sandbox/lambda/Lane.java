package dev.profileguard.sandbox.lambda;

import dev.profileguard.sandbox.time.Agenda;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Runs a function's asynchronous invocations one after the other, as with a reserved concurrency
/// of one, so that the same calls lead to the same timeline.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
final class Lane {
    private final Agenda agenda;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    Lane(Agenda agenda) {
        this.agenda = agenda;
    }

    /// Runs it once everything before it has ended: now, or later on the agenda.
    void run(Runnable invocation) {
        synchronized (this) {
            if (running) {
                waiting.add(invocation);
                return;
            }
            running = true;
        }
        try {
            invocation.run();
        } finally {
            startNext();
        }
    }

    private synchronized void startNext() {
        running = false;
        Runnable next = waiting.poll();
        if (next != null) {
            agenda.in(Duration.ZERO, () -> run(next));
        }
    }
}
