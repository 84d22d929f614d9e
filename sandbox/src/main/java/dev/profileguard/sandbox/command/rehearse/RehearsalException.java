package dev.profileguard.sandbox.command.rehearse;

/// A rehearsal cannot continue. The message is for the user.
public final class RehearsalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RehearsalException(String message) {
        super(message);
    }
}
