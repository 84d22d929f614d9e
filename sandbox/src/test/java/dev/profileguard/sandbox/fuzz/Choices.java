package dev.profileguard.sandbox.fuzz;

import java.util.List;
import java.util.Random;

/// Choices that bytes determine: the same bytes lead to the same choices. A fuzzer learns from the
/// code that runs which bytes lead to more. After the last byte, each choice is the first one.
final class Choices {
    private final byte[] bytes;
    private int at;

    Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Choices of which most differ from those of another seed.
    static Choices random(long seed) {
        return new Choices(bytes(seed));
    }

    /// Random bytes, always the same for a seed.
    static byte[] bytes(long seed) {
        byte[] bytes = new byte[64];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// A number from 0 to `limit` - 1.
    ///
    /// @param limit at least 1, at most 65,536
    int below(int limit) {
        int value = next();
        return (limit > 256 ? value << 8 | next() : value) % limit;
    }

    /// One element of a list that is not empty.
    <T> T of(List<T> elements) {
        return elements.get(below(elements.size()));
    }

    private int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }
}
