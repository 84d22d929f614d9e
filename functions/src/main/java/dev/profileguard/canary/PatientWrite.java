package dev.profileguard.canary;

import dev.profileguard.iam.Canary;
import dev.profileguard.lambda.Overload;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The canary's write while AWS throttles the account. If no attempt succeeds, the invocation is no
/// dead letter: the next run is another attempt, and if none succeeds, DeliveryAlarm starts.
record PatientWrite(Backoff backoff) {
    /// The waits between the attempts, which fit the function's timeout.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /// The outcome of a write.
    ///
    /// @param write throws what fails
    Outcome attempt(String requestId, Supplier<Outcome> write) {
        RuntimeException last = null;
        for (int i = 0; i <= PAUSES.size(); i++) {
            if (i > 0) {
                backoff.await(PAUSES.get(i - 1));
            }
            try {
                return write.get();
            } catch (RuntimeException e) {
                if (!Overload.isCauseOf(e)) {
                    throw e;
                }
                last = e;
            }
        }
        return throttled(requestId, last == null ? "" : String.valueOf(last.getMessage()));
    }

    private static Outcome throttled(String requestId, String why) {
        return new Outcome.Answered(
                Canary.PROFILE.subject(),
                CanaryDecision.THROTTLED,
                "Not written; the next run tries again: " + why,
                List.of(),
                List.of(),
                Map.of(),
                requestId);
    }
}
