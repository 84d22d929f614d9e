package dev.profileguard.lambda;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.aws.RateLimiter;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.event.LookupKey;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// Reads from CloudTrail which calls were made.
///
/// @param mostPages the maximum number of pages to read, newest first; a page has 50 calls
/// @param waits whether the waits count
public record Attribution(EventHistory history, RateLimiter limiter, int mostPages, Waits waits)
        implements Ports.CallHistory {
    /// At two pages a second, several lookups fit into the timeout of a function.
    private static final int PAGES_FOR_EVENTS = 5;

    private static final int PAGES_IN_SWEEPS = 10;

    /// How the waits between calls are limited.
    enum Waits {
        /// By the budget of the invocation.
        LIMITED,
        /// By the number of pages.
        UNLIMITED
    }

    /// For a function that handles events. It creates a client of CloudTrail at the first lookup.
    public static Attribution forEvents(Platform platform) {
        return of(platform, PAGES_FOR_EVENTS, Waits.LIMITED);
    }

    /// For a sweep.
    public static Attribution forSweeps(Platform platform) {
        return of(platform, PAGES_IN_SWEEPS, Waits.UNLIMITED);
    }

    private static Attribution of(Platform platform, int mostPages, Waits waits) {
        return new Attribution(
                (key, since, token) -> platform.audit().history().page(key, since, token),
                new RateLimiter(
                        platform.clock(),
                        platform.backoff()::await,
                        EventHistory.MAX_CALLS_PER_SECOND),
                mostPages,
                waits);
    }

    /// One page of calls, newest first, without records that cannot be read.
    ///
    /// @param next the token of the next page; null for the last page
    public record Page(List<CloudTrailEvent> calls, @Nullable String next) {
        /// Takes a copy.
        public Page {
            calls = List.copyOf(calls);
        }
    }

    @Override
    public List<CloudTrailEvent> about(LookupKey key, Instant since, Backoff backoff) {
        List<CloudTrailEvent> events = new ArrayList<>();
        String token = null;
        for (int pages = 0; pages < mostPages; pages++) {
            Page page = page(key, since, token, backoff);
            events.addAll(page.calls());
            token = page.next();
            if (token == null) {
                break;
            }
        }
        return events.reversed().stream()
                .sorted(Comparator.comparing(CloudTrailEvent::time))
                .toList();
    }

    /// One page of the calls with this attribute.
    ///
    /// @param token [Page#next()] of the previous page; null for the first page
    public Page page(LookupKey key, Instant since, @Nullable String token, Backoff backoff) {
        RateLimiter.Started started =
                switch (waits) {
                    case LIMITED -> limiter.await(backoff::await);
                    case UNLIMITED -> limiter.await();
                };
        try {
            EventHistory.Page page = history.page(key, since, token);
            limiter.succeeded();
            return new Page(
                    page.records().stream()
                            .flatMap(record -> Stream.ofNullable(read(record)))
                            .toList(),
                    page.next());
        } catch (SdkServiceException e) {
            if (e.isThrottlingException()) {
                limiter.throttled(started);
            }
            throw e;
        }
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
