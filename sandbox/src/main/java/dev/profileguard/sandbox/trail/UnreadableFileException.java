package dev.profileguard.sandbox.trail;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.profileguard.text.VisibleText;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A file cannot be read, or contains no CloudTrail records. The message names the file and, if it
/// is known, the place in it.
final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String TRUNCATED = "the file is truncated: record or download it again";

    UnreadableFileException(String message, @Nullable Throwable cause) {
        super(VisibleText.message(message), cause);
    }

    /// The file cannot be opened or read.
    static UnreadableFileException of(Path file, IOException failure) {
        String why =
                switch (failure) {
                    case NoSuchFileException missing -> "there is no such file";
                    case AccessDeniedException denied -> "permission to read it is denied";
                    case EOFException truncated -> TRUNCATED;
                    case ZipException broken -> "broken gzip: " + broken.getMessage();
                    default -> "cannot be read: " + VisibleText.excerpt(failure.getMessage());
                };
        return new UnreadableFileException(VisibleText.path(file) + ": " + why, failure);
    }

    /// The file cannot be read beyond this place.
    ///
    /// @param place for a gzipped file, in the unzipped text
    static UnreadableFileException at(Path file, JsonLocation place, IOException failure) {
        String why =
                switch (failure) {
                    case JsonEOFException truncated -> TRUNCATED;
                    case EOFException truncated -> TRUNCATED;
                    case ZipException broken -> "broken gzip: " + broken.getMessage();
                    case StreamConstraintsException tooLarge ->
                            "larger than any CloudTrail record: "
                                    + VisibleText.excerpt(tooLarge.getOriginalMessage());
                    case JsonProcessingException invalid ->
                            "not JSON: " + VisibleText.excerpt(invalid.getOriginalMessage());
                    default ->
                            "cannot be read from here on: "
                                    + VisibleText.excerpt(failure.getMessage());
                };
        return new UnreadableFileException(
                "%s, %s: %s".formatted(VisibleText.path(file), place(place), why), failure);
    }

    /// A place for people: `line 12, column 345`.
    static String place(JsonLocation place) {
        return "line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    }
}
