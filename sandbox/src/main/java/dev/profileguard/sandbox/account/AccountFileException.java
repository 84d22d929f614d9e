package dev.profileguard.sandbox.account;

import dev.profileguard.text.VisibleText;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file is not a recorded account, or files contradict each other. The message names the file,
/// the place and the field, and says what to do.
public final class AccountFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountFileException(String message, @Nullable Throwable cause) {
        super(VisibleText.message(message), cause);
    }

    /// The file cannot be opened.
    static AccountFileException unreadable(Path file, IOException failure) {
        String why =
                switch (failure) {
                    case NoSuchFileException missing -> "there is no such file";
                    case AccessDeniedException denied -> "permission to read it is denied";
                    case EOFException truncated ->
                            "the file is truncated in its gzip header: record it again";
                    default ->
                            Files.isDirectory(file)
                                    ? "it is a folder"
                                    : "cannot be read: "
                                            + VisibleText.excerpt(failure.getMessage());
                };
        return new AccountFileException(VisibleText.path(file) + ": " + why, failure);
    }

    /// The content of a file is invalid at this place.
    static AccountFileException at(SourceLocation place, String problem) {
        return new AccountFileException(place + ": " + problem, null);
    }
}
