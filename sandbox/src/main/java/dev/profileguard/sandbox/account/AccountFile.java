package dev.profileguard.sandbox.account;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Opens files that may be gzipped.
final class AccountFile {
    private static final int GZIP_MAGIC = 0x1f8b;

    private AccountFile() {}

    /// @param progress told of the bytes as they are in the file
    static InputStream open(Path file, Progress progress) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            BufferedInputStream input = new BufferedInputStream(progress.over(raw), 1 << 16);
            input.mark(2);
            int magic = (input.read() << 8) | input.read();
            input.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(input, 1 << 16) : input;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    static AccountFileException unreadable(Path file, IOException e) {
        String why =
                switch (e) {
                    case NoSuchFileException none -> "there is no such file";
                    case AccessDeniedException denied -> "it may not be read";
                    case java.io.EOFException cut -> "the gzip ends in its header: take it again";
                    default ->
                            Files.isDirectory(file)
                                    ? "it is a folder"
                                    : "cannot be read: " + e.getMessage();
                };
        return new AccountFileException(file + ": " + why, e);
    }
}
