package dev.profileguard.reconcile;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;

/// Waits as another one does, and no longer than a function has time for in all. What would take
/// longer is left to the retry of Lambda or of the queue.
///
/// Not for several threads at a time.
final class WaitingBudget implements Backoff {
    /// Of the 60 seconds that a function has; the other half is for its calls.
    static final Duration MOST = Duration.ofSeconds(30);

    private final Backoff backoff;
    private Duration waited = Duration.ZERO;

    WaitingBudget(Backoff backoff) {
        this.backoff = backoff;
    }

    /// Whether there is time to wait so long.
    boolean allows(Duration time) {
        return waited.plus(time).compareTo(MOST) <= 0;
    }

    /// @throws ChangedMeanwhileException when there is no time left to wait
    @Override
    public void await(Duration time) {
        if (!allows(time)) {
            throw new ChangedMeanwhileException(
                    "%s seconds have been spent on waiting for IAM: tried again later"
                            .formatted(waited.toSeconds()));
        }
        waited = waited.plus(time);
        backoff.await(time);
    }
}
