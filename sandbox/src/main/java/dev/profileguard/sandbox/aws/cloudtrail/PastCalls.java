package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// CloudTrail's event history of the stack's region, as
/// [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html)
/// reads it: all recorded writes, those too whose events EventBridge lost.
public final class PastCalls {
    private static final Duration RETENTION = Duration.ofDays(90);
    private static final int MAX_CALLS = 200_000;

    private final InstantSource clock;

    private final RecordedOrder recorded = new RecordedOrder();
    private final Map<Indexed, RecordedOrder> index = new HashMap<>();

    private final Map<String, PastCalls> elsewhere = new ConcurrentHashMap<>();

    private long last;

    /// What a call can be looked up by.
    private record Indexed(Lookup.Attribute attribute, String value) {
        static Stream<Indexed> of(PastCall call) {
            return Arrays.stream(Lookup.Attribute.values())
                    .flatMap(each -> each.valuesOf(call).map(value -> new Indexed(each, value)))
                    .distinct();
        }
    }

    /// Some of the calls that were looked up, newest first.
    ///
    /// @param next the token of the next page; null: this is the last page
    public record Found(List<PastCall> calls, @Nullable String next) {}

    /// An empty history.
    public PastCalls(InstantSource clock) {
        this.clock = clock;
    }

    /// The history of a region.
    ///
    /// @param region such as `eu-west-1`
    public PastCalls in(String region) {
        return region.equals(Stack.REGION)
                ? this
                : elsewhere.computeIfAbsent(region, absent -> new PastCalls(clock));
    }

    /// Adds a call.
    public synchronized void add(CallRecord record) {
        last++;
        PastCall call = PastCall.of(last, record);
        recorded.add(call);
        Indexed.of(call)
                .forEach(
                        key -> index.computeIfAbsent(key, absent -> new RecordedOrder()).add(call));
        if (recorded.size() > MAX_CALLS) {
            removeOldest();
        }
    }

    private void removeOldest() {
        Indexed.of(recorded.removeOldest())
                .forEach(key ->
                        index.computeIfPresent(
                                key,
                                (same, calls) -> {
                                    calls.removeOldest();
                                    return calls.size() == 0 ? null : calls;
                                }));
    }

    /// Removes all calls, as if they were older than 90 days.
    public synchronized void forget() {
        recorded.clear();
        index.clear();
    }

    /// Finds calls. Calls that are recorded between two pages do not shift the pages.
    ///
    /// @param most the maximum number of calls
    /// @param token the `next` of the previous page; null: the first page
    /// @throws IllegalArgumentException when the token belongs to another lookup, or is none
    public synchronized Found find(Lookup lookup, int most, @Nullable String token) {
        Instant oldest = clock.instant().minus(RETENTION);
        long below = token == null ? Long.MAX_VALUE : PageToken.number(token, lookup);
        Iterator<PastCall> matching =
                candidates(lookup)
                        .since(lookup.since().isAfter(oldest) ? lookup.since() : oldest)
                        .filter(call -> call.number() < below)
                        .filter(lookup::matches)
                        .iterator();
        List<PastCall> found = new ArrayList<>();
        while (matching.hasNext() && found.size() < most) {
            found.add(matching.next());
        }
        return new Found(
                found,
                matching.hasNext() ? PageToken.text(found.getLast().number(), lookup) : null);
    }

    /// All calls that match by their attribute.
    private RecordedOrder candidates(Lookup lookup) {
        return lookup.attribute() == null
                ? recorded
                : index.getOrDefault(
                        new Indexed(lookup.attribute(), lookup.value()), new RecordedOrder());
    }
}
