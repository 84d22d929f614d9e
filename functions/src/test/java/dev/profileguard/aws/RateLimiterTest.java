package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    @Test
    void theFirstCallDoesNotWaitAndTheOthersAreSpread() {
        RateLimiter limiter = limiter(10);

        assertThat(timeOf(11, limiter)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void callsBelowTheRateDoNotWait() {
        RateLimiter limiter = limiter(10);
        limiter.await();
        now = now.plusSeconds(5);

        assertThat(timeOf(1, limiter)).isZero();
        assertThat(timeOf(1, limiter))
                .as("unused time is not saved")
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void halvesTheRateAtEachThrottlingDownToOneCallInFourSeconds() {
        RateLimiter limiter = limiter(8);
        limiter.await();
        limiter.throttled();
        assertThat(timeOf(2, limiter)).isEqualTo(Duration.ofMillis(125 + 250));

        for (int i = 0; i < 20; i++) {
            limiter.throttled();
        }
        timeOf(1, limiter);

        assertThat(timeOf(1, limiter)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void returnsToItsMaximumAfterTwentyCalls() {
        RateLimiter limiter = limiter(10);
        for (int i = 0; i < 10; i++) {
            limiter.throttled();
        }
        for (int i = 0; i < 100; i++) {
            limiter.succeeded();
        }
        limiter.await();

        assertThat(timeOf(10, limiter)).isEqualTo(Duration.ofSeconds(1));
    }

    private Instant now = Instant.parse("2026-01-15T09:30:00Z");

    private RateLimiter limiter(double perSecond) {
        return new RateLimiter(() -> now, time -> now = now.plus(time), perSecond);
    }

    private Duration timeOf(int calls, RateLimiter limiter) {
        Instant began = now;
        for (int i = 0; i < calls; i++) {
            limiter.await();
        }
        return Duration.between(began, now);
    }
}
