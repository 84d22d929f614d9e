package dev.profileguard.iam;

/// What was read is stale: somebody changed it since. Read again and decide again. The failed write
/// changed nothing.
public final class ChangedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what changed
    public ChangedMeanwhileException(String message, Throwable cause) {
        super(message, cause);
    }

    /// @param message what changed
    public ChangedMeanwhileException(String message) {
        super(message);
    }
}
