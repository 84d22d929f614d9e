package dev.profileguard.aws.query;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Repeats calls that failed, twice at most.
///
/// @param await waits before a call is repeated; its exception ends the call
public record Retries(Consumer<Duration> await) {
    private static final List<Duration> WAITS =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600));

    /// The header that tells which attempt at a call a request is, as in clients of the AWS SDK.
    public static final String ATTEMPT = "amz-sdk-request";

    /// The most attempts at a call.
    public static final int MOST = WAITS.size() + 1;

    /// The value of the header.
    ///
    /// @param number of the attempt, from 1
    public static String attempt(int number) {
        return "attempt=" + number;
    }

    /// The result of a call that may be made again after all temporary errors.
    ///
    /// @throws CallException if it fails, after repetitions
    public <T> T of(Supplier<T> call) {
        return numbered(attempt -> call.get());
    }

    /// The same for a call that takes the number of the attempt, from 1.
    ///
    /// @throws CallException if it fails, after repetitions
    public <T> T numbered(IntFunction<T> call) {
        return numbered(call, CallException::isTemporary);
    }

    /// The result of a call.
    ///
    /// @throws CallException if it fails, after repetitions
    <T> T of(Supplier<T> call, Predicate<CallException> mayBeRepeated) {
        return numbered(attempt -> call.get(), mayBeRepeated);
    }

    private <T> T numbered(IntFunction<T> call, Predicate<CallException> mayBeRepeated) {
        for (int attempt = 1; attempt < MOST; attempt++) {
            try {
                return call.apply(attempt);
            } catch (CallException e) {
                if (!mayBeRepeated.test(e)) {
                    throw e;
                }
                await.accept(WAITS.get(attempt - 1));
            }
        }
        return call.apply(MOST);
    }
}
