package dev.profileguard.sandbox.time;

/// Starts a scheduler's work when it becomes due, until closed.
public final class Ticker implements AutoCloseable {
    private final Thread thread;

    private Ticker(Thread thread) {
        this.thread = thread;
    }

    /// Starts to watch a scheduler.
    public static Ticker watch(Scheduler scheduler) {
        return new Ticker(Thread.ofVirtual().name("ticker").start(() -> run(scheduler)));
    }

    /// Starts no more work; work that runs already goes on.
    @Override
    public void close() {
        thread.interrupt();
    }

    private static void run(Scheduler scheduler) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                scheduler.awaitDue();
                scheduler.startDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
