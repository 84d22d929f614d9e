package dev.profileguard.sandbox.account;

import org.jspecify.annotations.Nullable;

/// A file is no recorded account, or files contradict each other. The message names file, place and
/// field, and says what to do.
public final class AccountFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Something is wrong at a place.
    static AccountFileException at(SourceLocation place, String wrong) {
        return new AccountFileException(place + ": " + wrong, null);
    }
}
