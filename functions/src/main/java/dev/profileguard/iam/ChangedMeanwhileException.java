package dev.profileguard.iam;

import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;

/// What was read is stale: somebody changed it since. Read again and decide again. The failed write
/// changed nothing.
public final class ChangedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what changed
    public ChangedMeanwhileException(String message, Throwable cause) {
        super(VisibleText.message(message), QuotedError.shownCause(cause));
    }

    /// @param message what changed
    public ChangedMeanwhileException(String message) {
        super(VisibleText.message(message));
    }
}
