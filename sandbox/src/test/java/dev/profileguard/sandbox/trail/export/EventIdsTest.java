package dev.profileguard.sandbox.trail.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private final EventIds ids = new EventIds();

    @Test
    void containsWhatWasAdded() {
        assertThat(ids.add("6e3e4292-3b23-4f64-bd7c-4004658d2187")).isTrue();
        assertThat(ids.add("8c89355c-dd13-492b-ad92-9589155e3576")).isTrue();
        assertThat(ids.add("6e3e4292-3b23-4f64-bd7c-4004658d2187")).isFalse();
    }

    @Test
    void containsEachOfHalfAMillion() {
        int many = 500_000;

        assertThat(IntStream.range(0, many).filter(i -> ids.add("id-" + i)).count())
                .isEqualTo(many);
        assertThat(IntStream.range(0, many).filter(i -> ids.add("id-" + i)).count()).isZero();
    }
}
