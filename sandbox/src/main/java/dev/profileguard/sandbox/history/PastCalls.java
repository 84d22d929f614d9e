package dev.profileguard.sandbox.history;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.trail.CallRecord;
import dev.profileguard.sweep.EventHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers
/// [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html)
/// by the name of a role or profile, from the calls that the sandbox has recorded. What EventBridge
/// lost is still here.
public final class PastCalls implements EventHistory {
    private static final Duration MEMORY = Duration.ofDays(90);
    private static final int PAGE = 50;
    private static final int MOST = 200_000;
    private static final Set<String> NAMES =
            Set.of("instanceProfileName", "roleName", "userName", "policyName");
    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    private final InstantSource clock;

    /// Newest first.
    private final Deque<Recorded> recorded = new ArrayDeque<>();

    /// @param names of the resources that the call named
    private record Recorded(Instant time, Set<String> names, CallRecord record) {}

    /// Remembers nothing yet.
    public PastCalls(InstantSource clock) {
        this.clock = clock;
    }

    /// Remembers a call.
    public synchronized void add(CallRecord record) {
        Object time = record.json().get("eventTime");
        recorded.addFirst(new Recorded(Instant.parse(String.valueOf(time)), names(record), record));
        if (recorded.size() > MOST) {
            recorded.removeLast();
        }
    }

    /// Forgets all calls so far, as if they were more than 90 days ago.
    public synchronized void forget() {
        recorded.clear();
    }

    @Override
    public synchronized Page page(String resource, Instant since, @Nullable String token) {
        Instant oldest = clock.instant().minus(MEMORY);
        int skip = token == null ? 0 : Integer.parseInt(token);
        List<String> page = new ArrayList<>();
        Iterator<Recorded> matching =
                recorded.stream()
                        .filter(each -> each.names().contains(resource))
                        .filter(each -> !each.time().isBefore(since))
                        .filter(each -> !each.time().isBefore(oldest))
                        .skip(skip)
                        .iterator();
        while (matching.hasNext() && page.size() < PAGE) {
            page.add(text(matching.next().record()));
        }
        return new Page(page, matching.hasNext() ? Integer.toString(skip + PAGE) : null);
    }

    private static Set<String> names(CallRecord record) {
        if (!(record.json().get("requestParameters") instanceof Map<?, ?> request)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        request.forEach((key, value) -> {
            if (NAMES.contains(String.valueOf(key))) {
                names.add(String.valueOf(value));
            }
        });
        return names;
    }

    private static String text(CallRecord record) {
        try {
            return FORMAT.asString(record.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
