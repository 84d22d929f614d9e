package dev.profileguard.aws.eks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The answers of EKS that are used again for some time, errors included: a region that refuses or
/// throttles is not asked again for each role. Thread-safe.
public final class KeptAnswers {
    /// More than 100 clusters with 20 node groups each need.
    private static final int MOST = 4_000;

    private final InstantSource clock;
    private final Duration kept;
    private final Map<String, Kept> byRequest = new ConcurrentHashMap<>();

    /// @param kept how long an answer is used again
    public KeptAnswers(InstantSource clock, Duration kept) {
        this.clock = clock;
        this.kept = kept;
    }

    private record Kept(Instant until, Map<String, Object> answer, @Nullable EksException failure) {
        Map<String, Object> get() {
            if (failure != null) {
                throw failure;
            }
            return answer;
        }
    }

    /// The answer to a request.
    ///
    /// @param ask makes the request
    /// @throws EksException the one of the request, perhaps of an earlier one
    Map<String, Object> get(String request, Supplier<Map<String, Object>> ask) {
        Kept known = byRequest.get(request);
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = asked(ask);
            if (byRequest.size() >= MOST) {
                byRequest.clear();
            }
            byRequest.put(request, known);
        }
        return known.get();
    }

    private Kept asked(Supplier<Map<String, Object>> ask) {
        try {
            return new Kept(clock.instant().plus(kept), ask.get(), null);
        } catch (EksException e) {
            if (Thread.currentThread().isInterrupted()) { // there was no time for an answer
                throw e;
            }
            return new Kept(clock.instant().plus(kept), Map.of(), e);
        }
    }
}
