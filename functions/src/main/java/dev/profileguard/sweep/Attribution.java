package dev.profileguard.sweep;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.RateLimiter;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.reconcile.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads from CloudTrail which calls were made about a resource.
public record Attribution(EventHistory history, RateLimiter limiter) implements Ports.CallHistory {
    /// A page has 50 calls.
    private static final int MOST_PAGES = 20;

    @Override
    public List<CloudTrailEvent> about(String resource, Instant since) {
        return events(resource, since);
    }

    /// Skips records that cannot be read.
    private List<CloudTrailEvent> events(String resource, Instant since) {
        List<CloudTrailEvent> events = new ArrayList<>();
        String token = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            limiter.await();
            EventHistory.Page page = history.page(resource, since, token);
            page.records().stream()
                    .flatMap(record -> Stream.ofNullable(read(record)))
                    .forEach(events::add);
            token = page.next();
            if (token == null) {
                break;
            }
        }
        return events.reversed().stream()
                .sorted(Comparator.comparing(CloudTrailEvent::time))
                .toList();
    }

    private static @Nullable CloudTrailEvent read(String record) {
        try {
            return CloudTrailEvent.read(
                    Map.of("detail", Json.read("A record of CloudTrail", record)));
        } catch (UnreadableEventException e) {
            return null;
        }
    }
}
