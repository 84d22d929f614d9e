package dev.profileguard.sandbox.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Opens files that may be gzipped.
public final class GzipFiles {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    private GzipFiles() {}

    /// The content of the file, unzipped if it is gzipped.
    ///
    /// @param progress counts the bytes of the file itself
    /// @throws IOException when the file does not exist, or is gzipped and ends in the gzip header
    public static InputStream open(Path file, Progress progress) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            BufferedInputStream input = new BufferedInputStream(progress.over(raw), BUFFER);
            input.mark(2);
            int magic = (input.read() << 8) | input.read();
            input.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(input, BUFFER) : input;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
