package dev.profileguard.reconcile;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Waits between retries. The sandbox uses its own clock.
@FunctionalInterface
public interface Backoff {
    /// The waits before the second, third and fourth attempt. IAM is eventually consistent, and
    /// usually consistent within a few seconds. After the fourth attempt, Lambda retries the event
    /// a minute later.
    List<Duration> RETRY_DELAYS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /// Returns after this much time.
    void await(Duration time);

    /// Repeats an attempt until nothing changes during it, at most four times.
    ///
    /// @throws ChangedMeanwhileException from the fourth attempt
    default <T> T retryWhileChanging(Supplier<T> attempt) {
        for (Duration time : RETRY_DELAYS) {
            try {
                return attempt.get();
            } catch (ChangedMeanwhileException e) {
                await(time);
            }
        }
        return attempt.get();
    }
}
