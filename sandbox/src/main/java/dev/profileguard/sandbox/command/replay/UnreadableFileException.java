package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A file holds no CloudTrail records, or cannot be read. The message names it, and the place where
/// there is one.
final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "the file ends in the middle: take it again";

    UnreadableFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The file cannot even be opened.
    static UnreadableFileException of(Path file, IOException wrong) {
        String why =
                switch (wrong) {
                    case NoSuchFileException none -> "there is no such file";
                    case AccessDeniedException denied -> "it may not be read";
                    case EOFException cut -> AGAIN;
                    case ZipException broken -> "broken gzip: " + broken.getMessage();
                    default -> "cannot be read: " + wrong.getMessage();
                };
        return new UnreadableFileException(file + ": " + why, wrong);
    }

    /// The file cannot be read on from a place; in a gzipped one, once that is unpacked.
    static UnreadableFileException at(Path file, JsonLocation place, IOException wrong) {
        String why =
                switch (wrong) {
                    case JsonEOFException cut -> AGAIN;
                    case EOFException cut -> AGAIN;
                    case ZipException broken -> "broken gzip: " + broken.getMessage();
                    case StreamConstraintsException tooMuch ->
                            "more than a record ever holds: " + tooMuch.getOriginalMessage();
                    case JsonProcessingException notJson ->
                            "no JSON: " + notJson.getOriginalMessage();
                    default -> "cannot be read on: " + wrong.getMessage();
                };
        return new UnreadableFileException("%s, %s: %s".formatted(file, place(place), why), wrong);
    }

    /// As people read it: `line 12, column 345`.
    static String place(JsonLocation place) {
        return "line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    }
}
