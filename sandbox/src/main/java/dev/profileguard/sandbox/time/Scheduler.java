package dev.profileguard.sandbox.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs work at its due time. Work that is due at the same time runs in the order in which it was
/// added. Thread-safe.
public final class Scheduler {
    private static final Comparator<Entry> BY_TIME =
            Comparator.comparing(Entry::due).thenComparingLong(Entry::number);

    private final SandboxClock clock;
    private final Executor executor;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(BY_TIME);
    private long added;
    private int busy;

    /// A scheduler without work.
    ///
    /// @param executor runs due work; `Runnable::run` for a stopped clock
    public Scheduler(SandboxClock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /// Adds work that is due after this delay.
    public synchronized void in(Duration delay, Runnable work) {
        entries.add(new Entry(clock.instant().plus(delay), added++, work));
        notifyAll();
    }

    /// Runs all due work, and the work that becomes due through it, and returns when all is done.
    public void settle() {
        do {
            startDue();
            awaitIdle();
        } while (anythingDue());
    }

    /// Moves the clock forward. At each due time on the way, it stops and runs the due work.
    ///
    /// @throws IllegalArgumentException when the time is negative
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Time cannot go back: " + time);
        }
        Instant target = clock.instant().plus(time);
        settle();
        for (Instant next = nextDue(); next != null && !next.isAfter(target); next = nextDue()) {
            clock.moveTo(next);
            settle();
        }
        clock.moveTo(target);
        settle();
    }

    /// Does work now, on this thread. Until it ends, [#settle()] waits for it.
    public <T> T during(Supplier<T> work) {
        synchronized (this) {
            busy++;
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                busy--;
                notifyAll();
            }
        }
    }

    /// Waits for this much sandbox time. The waiting thread counts as idle, so that the clock can
    /// be moved past the wait.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public void pause(Duration time) throws InterruptedException {
        Wait wait = new Wait();
        in(time, () -> resume(wait));
        synchronized (this) {
            busy--;
            notifyAll();
            try {
                while (!wait.over) {
                    wait();
                }
            } finally {
                resume(wait);
            }
        }
    }

    /// Starts all due work in order, without waiting for its end.
    void startDue() {
        for (Entry entry : takeDue()) {
            executor.execute(() -> run(entry.work()));
        }
    }

    /// Waits until work is due.
    synchronized void awaitDue() throws InterruptedException {
        while (!anythingDue()) {
            Instant next = nextDue();
            if (next == null) {
                wait();
            } else {
                wait(untilDue(next));
            }
        }
    }

    private synchronized List<Entry> takeDue() {
        List<Entry> due = new ArrayList<>();
        Instant now = clock.instant();
        while (!entries.isEmpty() && !entries.element().due().isAfter(now)) {
            due.add(entries.remove());
        }
        busy += due.size();
        notifyAll();
        return due;
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            synchronized (this) {
                busy--;
                notifyAll();
            }
        }
    }

    private synchronized void awaitIdle() {
        while (busy > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void resume(Wait wait) {
        if (!wait.over) {
            wait.over = true;
            busy++;
            notifyAll();
        }
    }

    private synchronized boolean anythingDue() {
        Instant next = nextDue();
        return next != null && !next.isAfter(clock.instant());
    }

    private synchronized @Nullable Instant nextDue() {
        Entry next = entries.peek();
        return next == null ? null : next.due();
    }

    private long untilDue(Instant due) {
        return Math.max(1, Duration.between(clock.instant(), due).toMillis());
    }

    private static final class Wait {
        boolean over;
    }

    private record Entry(Instant due, long number, Runnable work) {}
}
