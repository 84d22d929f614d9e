package dev.profileguard.iam;

/// What was read is no longer so: look again, then decide again. Nothing is lost, and nothing has
/// to be undone.
public final class ChangedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Says what turned out to be otherwise.
    public ChangedMeanwhileException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Says what turned out to be otherwise.
    public ChangedMeanwhileException(String message) {
        super(message);
    }
}
