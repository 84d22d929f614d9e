package dev.profileguard.sandbox.time;

/// Starts what is due on an agenda as time passes or is moved, until closed.
public final class Ticker implements AutoCloseable {
    private final Thread thread;

    private Ticker(Thread thread) {
        this.thread = thread;
    }

    /// Begins to watch the agenda.
    public static Ticker watch(Scheduler agenda) {
        return new Ticker(Thread.ofVirtual().name("ticker").start(() -> run(agenda)));
    }

    /// What has been started goes on; nothing more is started.
    @Override
    public void close() {
        thread.interrupt();
    }

    private static void run(Scheduler agenda) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                agenda.awaitDue();
                agenda.startDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
