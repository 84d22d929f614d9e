package dev.profileguard.sandbox.aws.stepfunctions;

/// The error of a failed state.
/// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
final class StateError extends RuntimeException {
    static final String RUNTIME = "States.Runtime";
    static final String TOO_MUCH_DATA = "States.DataLimitExceeded";

    private static final long serialVersionUID = 1;

    private final String error;
    private final String cause;

    /// An error.
    ///
    /// @param error its name, by which retriers match it
    /// @param cause for people
    StateError(String error, String cause) {
        this(error, cause, cause);
    }

    /// An error.
    ///
    /// @param shown the cause in the timeline
    StateError(String error, String cause, String shown) {
        super(error + ": " + shown);
        this.error = error;
        this.cause = cause;
    }

    String error() {
        return error;
    }

    String cause() {
        return cause;
    }
}
