package dev.profileguard.sandbox.trail.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A set of `eventID`s that needs 24 to 48 bytes for each. It is a hash table of 128-bit hashes, at
/// most two thirds full. A million IDs take 32 MB, and 48 MB while the table grows. The probability
/// that two different IDs among them have the same hash is about 10^-27.
public final class EventIds {
    private static final int INITIAL_SIZE = 1 << 10;

    /// Each entry is two numbers; an entry of two zeros is free.
    private long[] table = new long[2 * INITIAL_SIZE];

    private int count;
    private final MessageDigest hash;

    public EventIds() {
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// Adds an ID.
    ///
    /// @return whether the set did not contain it
    public boolean add(String id) {
        ByteBuffer hashed = ByteBuffer.wrap(hash.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hashed.getLong() | 1; // so that the entry is not all zeros
        long low = hashed.getLong();
        int index = indexOf(table, high, low);
        if (table[index] != 0) {
            return false;
        }
        put(table, index, high, low);
        count++;
        if (3L * count > table.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(2, table.length)];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] != 0) {
                put(larger, indexOf(larger, table[i], table[i + 1]), table[i], table[i + 1]);
            }
        }
        table = larger;
    }

    private static void put(long[] table, int index, long high, long low) {
        table[index] = high;
        table[index + 1] = low;
    }

    /// The index of the entry with this hash; if there is none, of the free entry for it.
    private static int indexOf(long[] table, long high, long low) {
        int index = (int) (low & (table.length / 2 - 1)) * 2;
        while (table[index] != 0 && (table[index] != high || table[index + 1] != low)) {
            index = (index + 2) % table.length;
        }
        return index;
    }
}
