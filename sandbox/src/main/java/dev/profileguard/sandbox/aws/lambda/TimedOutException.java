package dev.profileguard.sandbox.aws.lambda;

/// A function ran longer than its timeout.
final class TimedOutException extends RuntimeException {
    /// Lambda's name of the error.
    static final String TYPE = "Sandbox.Timedout";

    private static final long serialVersionUID = 1;

    TimedOutException(InvocationContext context) {
        super(
                "%s Task timed out after %d.00 seconds"
                        .formatted(context.requestId(), context.function().timeout().toSeconds()));
    }
}
