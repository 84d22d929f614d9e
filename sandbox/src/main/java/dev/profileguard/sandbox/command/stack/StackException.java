package dev.profileguard.sandbox.command.stack;

/// A command for a deployed stack cannot do what it was asked. The message is for the user.
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// A failure.
    public StackException(String message) {
        super(message);
    }

    /// A failure of a call to AWS.
    ///
    /// @param message what happened, and what to do
    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
