package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        limiter.throttled(limiter.await());
        assertThat(timeOf(2, limiter)).isEqualTo(Duration.ofMillis(125 + 250));

        for (int i = 0; i < 20; i++) {
            limiter.throttled(limiter.await());
        }
        timeOf(1, limiter);

        assertThat(timeOf(1, limiter)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void returnsToItsMaximumAfterTwentyCalls() {
        RateLimiter limiter = limiter(10);
        for (int i = 0; i < 10; i++) {
            limiter.throttled(limiter.await());
        }
        for (int i = 0; i < 100; i++) {
            limiter.succeeded();
        }
        limiter.await();

        assertThat(timeOf(10, limiter)).isEqualTo(Duration.ofSeconds(1));
    }

    /// Otherwise sixteen calls at the same time would bring the rate down to its minimum at once.
    @Test
    void callsThatAreThrottledAtTheSameTimeHalveTheRateOnce() {
        RateLimiter limiter = limiter(8);
        List<RateLimiter.Started> calls = Stream.generate(limiter::await).limit(5).toList();

        calls.forEach(limiter::throttled);
        timeOf(1, limiter);

        assertThat(timeOf(1, limiter)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aCallThatMayNotWaitSoLongTakesNobodysTime() {
        RateLimiter limiter = limiter(10);
        limiter.await();

        assertThatThrownBy(() ->
                        limiter.await(time -> {
                            throw new IllegalStateException("too long");
                        }))
                .hasMessage("too long");

        assertThat(timeOf(1, limiter)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void threadsTogetherKeepToTheRate() throws InterruptedException {
        Queue<Duration> waits = new ConcurrentLinkedQueue<>();
        RateLimiter limiter = new RateLimiter(() -> now, waits::add, 10);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.startVirtualThread(() -> repeat(25, limiter)));
        }
        for (Thread each : threads) {
            each.join();
        }

        assertThat(waits)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, 200)
                                .mapToObj(i -> Duration.ofMillis(100L * i))
                                .toList());
    }

    private static void repeat(int calls, RateLimiter limiter) {
        for (int i = 0; i < calls; i++) {
            limiter.await();
        }
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
