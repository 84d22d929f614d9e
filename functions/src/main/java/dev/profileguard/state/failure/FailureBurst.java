package dev.profileguard.state.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The same call by the same actor that fails again and again. One event of it leads to a finding.
///
/// A burst ends after a pause, or after a day. The first pause is 10 minutes; each further burst of
/// a day doubles it, so that a controller that retries every quarter of an hour does not lead to a
/// finding each time.
///
/// @param key identifies the actor, the call, what it names and the error
/// @param leader the ID of the event that leads to the finding; empty: no event was counted yet
/// @param first the time of the burst's first event
/// @param last the time of its latest event
/// @param count the number of its events
/// @param earlier the number of events in the bursts before
/// @param pause how long nothing must fail before the burst ends
/// @param seen the IDs of the latest events that were counted
/// @param version the number of writes so far
public record FailureBurst(
        String key,
        String leader,
        Instant first,
        Instant last,
        long count,
        long earlier,
        Duration pause,
        List<String> seen,
        long version) {
    /// The first pause that ends a burst.
    public static final Duration PAUSE = Duration.ofMinutes(10);

    /// The longest burst, and the longest pause. After it, the same failure is reported again.
    public static final Duration LONGEST = Duration.ofDays(1);

    /// How many IDs are kept. An event that arrives again after that many others counts again.
    public static final int MOST_IDS = 100;

    /// Takes a copy.
    public FailureBurst {
        seen = List.copyOf(seen);
    }

    /// Before the first event.
    public static FailureBurst none(String key) {
        return new FailureBurst(key, "", Instant.EPOCH, Instant.EPOCH, 0, 0, PAUSE, List.of(), 0);
    }

    /// The burst after an event. An event that was counted already changes nothing.
    public FailureBurst with(String eventId, Instant time) {
        if (seen.contains(eventId)) {
            return this;
        }
        if (leader.isEmpty()) {
            return new FailureBurst(
                    key, eventId, time, time, 1, 0, PAUSE, List.of(eventId), version);
        }
        boolean ended = time.isAfter(last.plus(pause)) || !time.isBefore(first.plus(LONGEST));
        return ended
                ? new FailureBurst(
                        key,
                        eventId,
                        time,
                        time,
                        1,
                        earlier + count,
                        nextPause(time),
                        ids(eventId),
                        version)
                : new FailureBurst(
                        key,
                        leader,
                        time.isBefore(first) ? time : first,
                        time.isAfter(last) ? time : last,
                        count + 1,
                        earlier,
                        pause,
                        ids(eventId),
                        version);
    }

    /// The same with one more event of any time, for a report that does not end bursts.
    public FailureBurst joined(Instant time) {
        return new FailureBurst(
                key,
                leader,
                time.isBefore(first) ? time : first,
                time.isAfter(last) ? time : last,
                count + 1,
                earlier,
                pause,
                seen,
                version);
    }

    /// Whether this event leads to the finding.
    public boolean isLedBy(String eventId) {
        return leader.equals(eventId);
    }

    /// The same after it was stored.
    public FailureBurst nextVersion() {
        return new FailureBurst(key, leader, first, last, count, earlier, pause, seen, version + 1);
    }

    private Duration nextPause(Instant time) {
        if (time.isAfter(last.plus(LONGEST))) {
            return PAUSE;
        }
        return Collections.min(List.of(pause.multipliedBy(2), LONGEST));
    }

    private List<String> ids(String eventId) {
        List<String> ids = new ArrayList<>(seen);
        ids.add(eventId);
        return ids.subList(Math.max(0, ids.size() - MOST_IDS), ids.size());
    }
}
