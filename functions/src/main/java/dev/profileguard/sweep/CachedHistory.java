package dev.profileguard.sweep;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Ports;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// CloudTrail's history in one invocation of a sweep. It looks a name or an event up once for all
/// rules and roles and profiles that ask for it, unless one of them asks for earlier calls. Calls
/// that are recorded in the meantime are found by the next sweep. Of names with many calls it keeps
/// few, since a call takes some kilobytes.
///
/// Not thread-safe.
public final class CachedHistory implements Ports.CallHistory {
    /// The lookups whose calls are kept, the last ones.
    private static final int MOST = 200;

    /// The calls that are kept, of all lookups together.
    private static final int MOST_CALLS = 2_000;

    private final Ports.CallHistory history;
    private final SequencedMap<LookupKey, Answer> answers = new LinkedHashMap<>();

    /// Asks this history.
    public CachedHistory(Ports.CallHistory history) {
        this.history = history;
    }

    private record Answer(Instant since, List<CloudTrailEvent> calls) {
        List<CloudTrailEvent> from(Instant time) {
            return calls.stream().filter(call -> !call.time().isBefore(time)).toList();
        }
    }

    @Override
    public List<CloudTrailEvent> about(LookupKey key, Instant since, Backoff backoff) {
        Answer known = answers.get(key);
        if (known == null || since.isBefore(known.since())) {
            known = new Answer(since, history.about(key, since, backoff));
        }
        answers.putLast(key, known);
        while (answers.size() > MOST || calls() > MOST_CALLS) {
            answers.pollFirstEntry();
        }
        return known.from(since);
    }

    private int calls() {
        return answers.values().stream().mapToInt(answer -> answer.calls().size()).sum();
    }
}
