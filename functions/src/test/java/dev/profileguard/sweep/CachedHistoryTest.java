package dev.profileguard.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachedHistoryTest {
    @Test
    void looksANameUpOnceForTheSameOrALaterTime() {
        recorded.add(call("one", NOON));
        recorded.add(call("two", NOON.plus(HOUR)));

        assertThat(ids("web", NOON)).containsExactly("one", "two");
        assertThat(ids("web", NOON)).containsExactly("one", "two");
        assertThat(ids("web", NOON.plus(HOUR))).containsExactly("two");
        assertThat(ids("web", NOON.plus(HOUR).plusSeconds(1))).isEmpty();
        assertThat(asked).containsExactly("web since " + NOON);
    }

    @Test
    void looksANameUpAgainForAnEarlierTime() {
        ids("web", NOON.plus(HOUR));
        recorded.add(call("one", NOON));

        assertThat(ids("web", NOON)).containsExactly("one");
        assertThat(ids("web", NOON.plus(HOUR))).isEmpty();
        assertThat(asked).containsExactly("web since " + NOON.plus(HOUR), "web since " + NOON);
    }

    @Test
    void distinguishesNamesByTheirCapitalizationAsCloudTrailDoes() {
        ids("web", NOON);
        ids("Web", NOON);

        assertThat(asked).hasSize(2);
    }

    @Test
    void asksAgainAfterAnError() {
        error = new IllegalStateException("throttled");
        assertThatThrownBy(() -> ids("web", NOON)).hasMessage("throttled");
        error = null;
        recorded.add(call("one", NOON));

        assertThat(ids("web", NOON)).containsExactly("one");
    }

    @Test
    void keepsTheCallsOfTheNamesThatWereAskedForLast() {
        ids("first", NOON);
        ids("second", NOON);
        IntStream.range(0, 198).forEach(i -> ids("other-" + i, NOON));
        ids("first", NOON);
        ids("one more", NOON);
        asked.clear();

        ids("first", NOON);
        ids("second", NOON);

        assertThat(asked).containsExactly("second since " + NOON);
    }

    @Test
    void keepsTwoThousandCallsOfAllNamesTogether() {
        IntStream.range(0, 1_000).forEach(i -> recorded.add(call("call-" + i, NOON)));
        ids("first", NOON);
        ids("second", NOON);
        ids("third", NOON);
        asked.clear();

        assertThat(ids("third", NOON)).hasSize(1_000);
        assertThat(ids("second", NOON)).hasSize(1_000);
        assertThat(ids("first", NOON)).hasSize(1_000);

        assertThat(asked).containsExactly("first since " + NOON);
    }

    @Test
    void anErrorLeavesTheCallsThatAreKnown() {
        recorded.add(call("one", NOON));
        ids("web", NOON);
        error = new IllegalStateException("throttled");
        assertThatThrownBy(() -> ids("web", NOON.minus(HOUR))).hasMessage("throttled");

        assertThat(ids("web", NOON)).containsExactly("one");
    }

    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<CloudTrailEvent> recorded = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable RuntimeException error;

    private final CachedHistory history =
            new CachedHistory((key, since, backoff) -> {
                asked.add(key.value() + " since " + since);
                if (error != null) {
                    throw error;
                }
                return List.copyOf(recorded);
            });

    private List<String> ids(String resource, Instant since) {
        return history.about(LookupKey.resource(resource), since, time -> {}).stream()
                .map(CloudTrailEvent::id)
                .toList();
    }

    private static CloudTrailEvent call(String id, Instant time) {
        return CloudTrailEvent.read(
                Map.of(
                        "detail",
                        Map.of(
                                "eventID",
                                id,
                                "eventName",
                                "TagRole",
                                "eventSource",
                                "iam.amazonaws.com",
                                "eventTime",
                                time.toString(),
                                "userIdentity",
                                Map.of("type", "Root"))));
    }
}
