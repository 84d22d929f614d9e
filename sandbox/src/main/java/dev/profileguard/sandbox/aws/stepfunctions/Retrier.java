package dev.profileguard.sandbox.aws.stepfunctions;

import java.time.Duration;
import java.util.List;

/// A rule for retries of a task after certain errors.
/// https://states-language.net/#retrying-after-error
///
/// @param backoff the factor by which each wait is longer than the previous one
/// @param most the maximum number of retries
record Retrier(List<String> errors, Duration interval, double backoff, int most) {
    private static final String ALL = "States.ALL";

    /// These two errors end an execution, even if a retrier covers all errors.
    private static final List<String> FATAL = List.of(StateError.RUNTIME, StateError.TOO_MUCH_DATA);

    boolean covers(String error) {
        return errors.contains(error)
                || (errors.contains(ALL) && !FATAL.contains(error))
                || (errors.contains("States.TaskFailed")
                        && !FATAL.contains(error)
                        && !error.equals("States.Timeout"));
    }

    /// The wait before the next retry.
    ///
    /// @param tried the number of retries so far
    Duration before(int tried) {
        return Duration.ofMillis((long) (interval.toMillis() * Math.pow(backoff, tried)));
    }
}
