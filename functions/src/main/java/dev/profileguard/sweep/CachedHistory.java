package dev.profileguard.sweep;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Ports;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// CloudTrail's history in one invocation of a sweep. It looks a name up once for all rules and
/// roles and profiles that ask for it, unless one of them asks for earlier calls. Calls that are
/// recorded in the meantime are found by the next sweep. Of names with many calls it keeps few,
/// since a call takes some kilobytes.
///
/// Not thread-safe.
public final class CachedHistory implements Ports.CallHistory {
    /// The names whose calls are kept, those that were asked for last.
    private static final int MOST = 200;

    /// The calls that are kept, of all names together.
    private static final int MOST_CALLS = 2_000;

    private final Ports.CallHistory history;
    private final SequencedMap<String, Answer> answers = new LinkedHashMap<>();

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
    public List<CloudTrailEvent> about(String resource, Instant since, Backoff backoff) {
        Answer known = answers.get(resource);
        if (known == null || since.isBefore(known.since())) {
            known = new Answer(since, history.about(resource, since, backoff));
        }
        answers.putLast(resource, known);
        while (answers.size() > MOST || calls() > MOST_CALLS) {
            answers.pollFirstEntry();
        }
        return known.from(since);
    }

    private int calls() {
        return answers.values().stream().mapToInt(answer -> answer.calls().size()).sum();
    }
}
