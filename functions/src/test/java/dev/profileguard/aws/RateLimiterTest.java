package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    @Test
    void lettingTheFirstCallThroughItSpreadsTheOthers() {
        RateLimiter pace = pace(10);

        assertThat(timeOf(11, pace)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoeverIsSlowAnywayDoesNotWait() {
        RateLimiter pace = pace(10);
        pace.await();
        now = now.plusSeconds(5);

        assertThat(timeOf(1, pace)).isZero();
        assertThat(timeOf(1, pace)).as("and saves nothing up").isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void goesHalfAsFastAfterEachThrottlingDownToOneInFourSeconds() {
        RateLimiter pace = pace(8);
        pace.await();
        pace.throttled();
        assertThat(timeOf(2, pace)).isEqualTo(Duration.ofMillis(125 + 250));

        for (int i = 0; i < 20; i++) {
            pace.throttled();
        }
        timeOf(1, pace);

        assertThat(timeOf(1, pace)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void isAsFastAsBeforeAfterTwentyCallsAndNeverFaster() {
        RateLimiter pace = pace(10);
        for (int i = 0; i < 10; i++) {
            pace.throttled();
        }
        for (int i = 0; i < 100; i++) {
            pace.taken();
        }
        pace.await();

        assertThat(timeOf(10, pace)).isEqualTo(Duration.ofSeconds(1));
    }

    private Instant now = Instant.parse("2026-01-15T09:30:00Z");

    private RateLimiter pace(double perSecond) {
        return new RateLimiter(() -> now, time -> now = now.plus(time), perSecond);
    }

    private Duration timeOf(int calls, RateLimiter pace) {
        Instant began = now;
        for (int i = 0; i < calls; i++) {
            pace.await();
        }
        return Duration.between(began, now);
    }
}
