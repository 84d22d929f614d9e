package dev.profileguard.sandbox.timeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The last 100,000 values that were added, by their numbers. Not thread-safe.
final class Kept<T> {
    private static final int MOST = 100_000;

    private final Deque<T> values = new ArrayDeque<>();
    private long added;

    void add(T value) {
        values.add(value);
        added++;
        if (values.size() > MOST) {
            values.remove();
        }
    }

    /// How many were ever added: the number of the last value.
    long added() {
        return added;
    }

    List<T> all() {
        return new ArrayList<>(values);
    }

    /// The values with a greater number.
    ///
    /// @param most only the latest ones, at most as many as this
    Part<T> after(long number, int most) {
        long wanted = Math.min(most, added - number);
        Deque<T> found = new ArrayDeque<>();
        for (Iterator<T> all = values.descendingIterator();
                found.size() < wanted && all.hasNext(); ) {
            found.addFirst(all.next());
        }
        return new Part<>(List.copyOf(found), added);
    }
}
