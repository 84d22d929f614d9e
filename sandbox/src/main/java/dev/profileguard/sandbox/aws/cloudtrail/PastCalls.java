package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers
/// [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html)
/// from the calls that the sandbox has recorded, which are those that change something. What
/// EventBridge lost is still here.
public final class PastCalls {
    private static final Duration MEMORY = Duration.ofDays(90);
    private static final int MOST = 200_000;

    private final InstantSource clock;

    /// Newest first.
    private final Deque<PastCall> recorded = new ArrayDeque<>();

    private long last;

    /// Some of the calls that were looked up, newest first.
    ///
    /// @param next asks for those that follow; null: there are none
    public record Found(List<PastCall> calls, @Nullable String next) {}

    /// Remembers nothing yet.
    public PastCalls(InstantSource clock) {
        this.clock = clock;
    }

    /// Remembers a call.
    public synchronized void add(CallRecord record) {
        last++;
        recorded.addFirst(PastCall.of(last, record));
        if (recorded.size() > MOST) {
            recorded.removeLast();
        }
    }

    /// Forgets all calls so far, as if they were more than 90 days ago.
    public synchronized void forget() {
        recorded.clear();
    }

    /// Looks calls up. What is recorded in between does not move the pages.
    ///
    /// @param most how many at most
    /// @param token the `next` of the page before; null: the first page
    /// @throws IllegalArgumentException when the token is of another lookup, or none
    public synchronized Found find(Lookup lookup, int most, @Nullable String token) {
        Instant oldest = clock.instant().minus(MEMORY);
        long below = token == null ? Long.MAX_VALUE : PageToken.number(token, lookup);
        Iterator<PastCall> matching =
                recorded.stream()
                        .filter(call -> call.number() < below)
                        .filter(call -> !call.time().isBefore(oldest))
                        .filter(lookup::finds)
                        .iterator();
        List<PastCall> found = new ArrayList<>();
        while (matching.hasNext() && found.size() < most) {
            found.add(matching.next());
        }
        return new Found(
                found,
                matching.hasNext() ? PageToken.text(found.getLast().number(), lookup) : null);
    }
}
