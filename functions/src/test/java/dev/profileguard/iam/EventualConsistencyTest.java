package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventualConsistencyTest {
    @Test
    void aWriteOlderThanAMinuteIsVisible() {
        Instant done = Instant.parse("2026-01-15T09:30:00Z");

        assertThat(EventualConsistency.mayHide(done, done)).isTrue();
        assertThat(EventualConsistency.mayHide(done, done.plusSeconds(59))).isTrue();
        assertThat(EventualConsistency.mayHide(done, done.plusSeconds(60))).isFalse();
    }

    @Test
    void aClockBehindCloudTrailExtendsTheWindow() {
        Instant done = Instant.parse("2026-01-15T09:30:00Z");

        assertThat(EventualConsistency.mayHide(done, done.minusSeconds(5))).isTrue();
    }
}
