package dev.profileguard.aws.query;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Repeats calls that failed, twice at most.
///
/// @param await waits before a call is repeated; its exception ends the call
public record Retries(Consumer<Duration> await) {
    private static final List<Duration> WAITS =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600));

    /// The result of a call that may be made again after all temporary errors.
    ///
    /// @throws CallException if it fails, after repetitions
    public <T> T of(Supplier<T> call) {
        return of(call, CallException::isTemporary);
    }

    /// The result of a call.
    ///
    /// @throws CallException if it fails, after repetitions
    <T> T of(Supplier<T> call, Predicate<CallException> mayBeRepeated) {
        for (Duration time : WAITS) {
            try {
                return call.get();
            } catch (CallException e) {
                if (!mayBeRepeated.test(e)) {
                    throw e;
                }
                await.accept(time);
            }
        }
        return call.get();
    }
}
