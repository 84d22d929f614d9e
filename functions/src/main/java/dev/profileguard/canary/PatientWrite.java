package dev.profileguard.canary;

import dev.profileguard.aws.query.Overload;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The canary's write while AWS throttles the account. If no attempt succeeds, the invocation is no
/// dead letter: the next run is another attempt, and if none succeeds, DeliveryAlarm starts.
record PatientWrite(Backoff backoff) {
    /// The waits between the attempts, which fit the function's timeout.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /// What a call gives, tried again while AWS throttles it.
    ///
    /// @param call throws what fails
    <T extends @Nullable Object> T attempt(Supplier<T> call) {
        for (Duration pause : PAUSES) {
            try {
                return call.get();
            } catch (RuntimeException e) {
                if (!Overload.isCauseOf(e)) {
                    throw e;
                }
                backoff.await(pause);
            }
        }
        return call.get();
    }

    /// The outcome where all attempts were throttled.
    ///
    /// @param profile null: there is none
    static Outcome throttled(@Nullable ProfileName profile, String requestId, Throwable error) {
        return new Outcome.Answered(
                profile == null ? null : profile.subject(),
                CanaryDecision.THROTTLED,
                "Not written; the next run tries again: " + error.getMessage(),
                List.of(),
                List.of(),
                Map.of(),
                requestId);
    }
}
