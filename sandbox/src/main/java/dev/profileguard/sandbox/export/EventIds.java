package dev.profileguard.sandbox.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The `eventID`s that were seen, in 16 bytes each: a table of 128-bit hashes, at most two thirds
/// full. A million of them take 32 MB, half as much again while the table grows; two different IDs
/// are taken for one with a probability of about 10^-27.
public final class EventIds {
    private static final int FIRST_SIZE = 1 << 10;

    /// Two of each: an entry of two zeros is free.
    private long[] table = new long[2 * FIRST_SIZE];

    private int count;
    private final MessageDigest hash;

    public EventIds() {
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /// Remembers an ID.
    ///
    /// @return whether it was not seen before
    public boolean add(String id) {
        ByteBuffer hashed = ByteBuffer.wrap(hash.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hashed.getLong() | 1; // never free
        long low = hashed.getLong();
        int at = place(table, high, low);
        if (table[at] != 0) {
            return false;
        }
        put(table, at, high, low);
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
                put(larger, place(larger, table[i], table[i + 1]), table[i], table[i + 1]);
            }
        }
        table = larger;
    }

    private static void put(long[] table, int at, long high, long low) {
        table[at] = high;
        table[at + 1] = low;
    }

    /// Where it is, or is to be.
    private static int place(long[] table, long high, long low) {
        int at = (int) (low & (table.length / 2 - 1)) * 2;
        while (table[at] != 0 && (table[at] != high || table[at + 1] != low)) {
            at = (at + 2) % table.length;
        }
        return at;
    }
}
