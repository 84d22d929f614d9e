package dev.profileguard.reconcile;

import dev.profileguard.iam.Action;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The reads of one attempt. Each IAM read is made once, so that a rule decides on consistent
/// answers. An answer is dropped when an action changes the resource, and when the next attempt
/// starts. What CloudTrail answers is kept for all attempts.
///
/// Not thread-safe.
final class AttemptReads implements Step.Answers {
    private final Ports ports;
    private final Read.Sources sources;
    private final Map<Read<?>, @Nullable Object> answers = new HashMap<>();

    /// @param lookups waits between lookups in CloudTrail
    AttemptReads(Ports ports, Backoff lookups) {
        this.ports = ports;
        this.sources = ports.sources(lookups);
    }

    Ports ports() {
        return ports;
    }

    /// Drops the answers that the next attempt must read again.
    void clear() {
        answers.keySet().removeIf(read -> !read.isKept());
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // each answer is stored under its own read
    @Override
    public <T extends @Nullable Object> T to(Read<T> read) {
        if (!read.isCached()) {
            return read.from(sources);
        }
        if (!answers.containsKey(read)) {
            answers.put(read, read.from(sources));
        }
        return (T) answers.get(read);
    }

    /// Drops the answers that an action makes stale.
    void forget(Action action) {
        answers.keySet().removeIf(read -> read.isStaleAfter(action));
    }
}
