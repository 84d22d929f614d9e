package dev.profileguard.event;

/// The event is not what its kind says: trying again cannot help. It goes to the dead-letter queue.
public final class UnreadableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Names the field, what is wrong with it, and what belongs there.
    public UnreadableEventException(String message) {
        super(message);
    }

    /// Names the field, what is wrong with it, and what belongs there.
    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
