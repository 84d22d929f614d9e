package dev.profileguard.event;

import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;

/// The event does not have the expected format. A retry cannot help: the event goes to the
/// dead-letter queue.
public final class UnreadableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message names the field, what is wrong with it, and what is expected
    public UnreadableEventException(String message) {
        super(VisibleText.message(message));
    }

    /// @param message names the field, what is wrong with it, and what is expected
    public UnreadableEventException(String message, Throwable cause) {
        super(VisibleText.message(message), QuotedError.shownCause(cause));
    }
}
