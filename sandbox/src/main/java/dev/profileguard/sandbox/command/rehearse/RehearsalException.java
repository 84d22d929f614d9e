package dev.profileguard.sandbox.command.rehearse;

/// A rehearsal cannot go on. The message is for the person who asked for it.
public final class RehearsalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RehearsalException(String message) {
        super(message);
    }
}
