package dev.profileguard.sandbox.aws.stepfunctions;

import java.time.Duration;
import java.util.List;

/// Which errors of a task are tried again, and when.
/// https://states-language.net/#retrying-after-error
///
/// @param backoff by what each wait is longer than the one before
/// @param most how often, at most
record Retrier(List<String> errors, Duration interval, double backoff, int most) {
    private static final String ALL = "States.ALL";

    /// These two end an execution, whatever a retrier says of all errors.
    private static final List<String> FATAL = List.of(StateError.RUNTIME, StateError.TOO_MUCH_DATA);

    boolean covers(String error) {
        return errors.contains(error)
                || (errors.contains(ALL) && !FATAL.contains(error))
                || (errors.contains("States.TaskFailed")
                        && !FATAL.contains(error)
                        && !error.equals("States.Timeout"));
    }

    /// How long to wait.
    ///
    /// @param tried how often it was tried again already
    Duration before(int tried) {
        return Duration.ofMillis((long) (interval.toMillis() * Math.pow(backoff, tried)));
    }
}
