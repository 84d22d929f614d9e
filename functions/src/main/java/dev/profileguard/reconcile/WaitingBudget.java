package dev.profileguard.reconcile;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;

/// Limits the total time that an invocation waits. After the limit, Lambda or the queue retries the
/// event.
///
/// Not thread-safe.
final class WaitingBudget implements Backoff {
    /// Half of the function's timeout of 60 seconds; the other half is for lookups and calls.
    static final Duration MOST = Duration.ofSeconds(30);

    /// For lookups in CloudTrail, which allows two a second.
    static final Duration MOST_FOR_LOOKUPS = Duration.ofSeconds(15);

    private final Backoff backoff;
    private final Duration most;
    private Duration waited = Duration.ZERO;

    WaitingBudget(Backoff backoff, Duration most) {
        this.backoff = backoff;
        this.most = most;
    }

    /// Whether this wait fits into the limit.
    boolean allows(Duration time) {
        return waited.plus(time).compareTo(most) <= 0;
    }

    /// @throws ChangedMeanwhileException when the wait does not fit into the limit
    @Override
    public void await(Duration time) {
        if (!allows(time)) {
            throw new ChangedMeanwhileException(
                    "Waited %s seconds; the event is retried later".formatted(waited.toSeconds()));
        }
        waited = waited.plus(time);
        backoff.await(time);
    }
}
