package dev.profileguard.reconcile;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Waits. The sandbox waits by its own clock.
@FunctionalInterface
public interface Backoff {
    /// How long to wait before the second, third and fourth look. IAM's copies usually agree
    /// sooner; what takes longer is left to Lambda's own retry, a minute later.
    List<Duration> BETWEEN_LOOKS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /// Returns after this much time.
    void await(Duration time);

    /// Tries until nothing moves meanwhile, at most four times.
    ///
    /// @throws ChangedMeanwhileException what the last try threw
    default <T> T untilSettled(Supplier<T> attempt) {
        for (Duration time : BETWEEN_LOOKS) {
            try {
                return attempt.get();
            } catch (ChangedMeanwhileException e) {
                await(time);
            }
        }
        return attempt.get();
    }
}
