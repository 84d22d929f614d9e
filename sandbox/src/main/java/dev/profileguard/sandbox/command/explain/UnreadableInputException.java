package dev.profileguard.sandbox.command.explain;

/// An input cannot be read, or contains no text. The message is for the user.
public final class UnreadableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableInputException(String message) {
        super(message);
    }
}
