package dev.profileguard.sandbox.command;

/// A command cannot continue. The message is for the user.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
