package dev.profileguard.aws.query;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes calls ahead, each in a virtual thread.
public final class ThreadedCalls implements CallsAhead {
    private final int most;
    private final ExecutorService threads;

    /// @param most how many at the same time
    public ThreadedCalls(int most) {
        this.most = most;
        this.threads = Executors.newFixedThreadPool(most, Thread.ofVirtual().factory());
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public <T> Future<T> begin(Callable<T> call) {
        return threads.submit(call);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
