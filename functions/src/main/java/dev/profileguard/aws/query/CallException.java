package dev.profileguard.aws.query;

/// A call of an AWS service that failed.
public abstract class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message for people
    protected CallException(String message) {
        super(message);
    }

    /// Whether the same call may succeed in a moment.
    public abstract boolean isTemporary();

    /// What a person reads.
    public final String why() {
        return String.valueOf(getMessage());
    }
}
