package dev.profileguard.sandbox.command;

/// A command cannot go on. The message is for the person who gave it.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
