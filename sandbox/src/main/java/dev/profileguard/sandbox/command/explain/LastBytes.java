package dev.profileguard.sandbox.command.explain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Keeps the last bytes of a stream.
final class LastBytes {
    private final byte[] bytes;
    private long count;

    /// @param size the number of bytes that are kept
    LastBytes(int size) {
        bytes = new byte[size];
    }

    /// Reads a stream to its end.
    void fill(InputStream input) throws IOException {
        int at = 0;
        int read = input.read(bytes, 0, bytes.length);
        while (read >= 0) {
            count += read;
            at = (at + read) % bytes.length;
            read = input.read(bytes, at, bytes.length - at);
        }
    }

    /// The number of bytes that were read.
    long count() {
        return count;
    }

    /// The number of bytes that were read and not kept.
    long leftOut() {
        return Math.max(0, count - bytes.length);
    }

    /// The bytes that were kept, in their order.
    byte[] bytes() {
        if (count <= bytes.length) {
            return Arrays.copyOf(bytes, (int) count);
        }
        int at = (int) (count % bytes.length);
        byte[] ordered = new byte[bytes.length];
        System.arraycopy(bytes, at, ordered, 0, bytes.length - at);
        System.arraycopy(bytes, 0, ordered, bytes.length - at, at);
        return ordered;
    }
}
