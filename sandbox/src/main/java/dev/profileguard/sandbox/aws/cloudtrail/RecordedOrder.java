package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/// Calls in the order in which they were recorded, which is almost always that of their times.
final class RecordedOrder {
    private final Deque<PastCall> newestFirst = new ArrayDeque<>();
    private boolean ordered = true;

    void add(PastCall call) {
        PastCall previous = newestFirst.peekFirst();
        ordered = ordered && (previous == null || !call.time().isBefore(previous.time()));
        newestFirst.addFirst(call);
    }

    PastCall removeOldest() {
        return newestFirst.removeLast();
    }

    int size() {
        return newestFirst.size();
    }

    void clear() {
        newestFirst.clear();
        ordered = true;
    }

    /// The calls of this time and later ones, newest first.
    Stream<PastCall> since(Instant time) {
        return ordered
                ? newestFirst.stream().takeWhile(call -> !call.time().isBefore(time))
                : newestFirst.stream().filter(call -> !call.time().isBefore(time));
    }
}
