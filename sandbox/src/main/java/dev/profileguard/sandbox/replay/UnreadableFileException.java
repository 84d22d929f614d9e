package dev.profileguard.sandbox.replay;

import org.jspecify.annotations.Nullable;

/// A file holds no CloudTrail records.
final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
