package dev.profileguard.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// When the first repair of a process was seen in the account.
final class Written {
    private static final long STEP_NANOS = 500_000;

    private final CompletableFuture<Double> millis = new CompletableFuture<>();

    private Written() {}

    static Written watch(Account account, Job job, long began) {
        Written written = new Written();
        if (!job.repairs()) {
            written.millis.complete(Double.NaN);
            return written;
        }
        Thread.ofVirtual()
                .start(() -> {
                    while (!account.isRepaired(job)) {
                        LockSupport.parkNanos(STEP_NANOS);
                    }
                    written.millis.complete((System.nanoTime() - began) / 1e6);
                });
        return written;
    }

    /// Since the start of the process.
    double millis() {
        return millis.join();
    }
}
