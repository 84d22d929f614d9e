package dev.profileguard.sandbox.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    private final SandboxClock clock = SandboxClock.stoppedAt(START);
    private final Scheduler scheduler = new Scheduler(clock, Runnable::run);
    private final List<String> done = new ArrayList<>();

    @Test
    void runsWorkByDueTimeThenInTheOrderOfAddition() {
        note("later", 2);
        note("first", 1);
        note("second", 1);

        scheduler.advance(Duration.ofSeconds(3));

        assertThat(done).containsExactly("first@1", "second@1", "later@2");
    }

    @Test
    void doesNotRunWorkBeforeItIsDue() {
        note("later", 2);

        scheduler.settle();
        scheduler.advance(Duration.ofMillis(1999));

        assertThat(done).isEmpty();
    }

    @Test
    void runsWorkThatOtherWorkMakesDue() {
        scheduler.in(Duration.ZERO, () -> note("child", 0));

        scheduler.settle();

        assertThat(done).containsExactly("child@0");
    }

    @Test
    void stopsAtEachDueTimeSoThatDelaysAddUp() {
        scheduler.in(Duration.ofMinutes(1), () -> note("again", 120));

        scheduler.advance(Duration.ofMinutes(5));

        assertThat(done).containsExactly("again@180");
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void doesNotGoBackInTime() {
        assertThatThrownBy(() -> scheduler.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    @Test
    void startsWorkByItselfAsTimePasses() throws InterruptedException {
        Scheduler running =
                new Scheduler(SandboxClock.running(), Executors.newVirtualThreadPerTaskExecutor());
        CountDownLatch ran = new CountDownLatch(2);
        try (Ticker _ = Ticker.watch(running)) {
            running.in(Duration.ofMillis(20), ran::countDown);
            running.in(Duration.ZERO, ran::countDown);
            assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void movesPastAWaitingThread() {
        SandboxClock running = SandboxClock.running();
        Scheduler paused = new Scheduler(running, Executors.newVirtualThreadPerTaskExecutor());
        List<Instant> woken = new ArrayList<>();
        Instant before = running.instant();
        paused.in(
                Duration.ZERO,
                () -> {
                    pause(paused, Duration.ofHours(1));
                    woken.add(running.instant());
                });

        paused.advance(Duration.ofHours(2));

        assertThat(woken).hasSize(1);
        assertThat(woken.getFirst())
                .isBetween(before.plus(Duration.ofHours(1)), before.plus(Duration.ofMinutes(61)));
    }

    private static void pause(Scheduler scheduler, Duration time) {
        try {
            scheduler.pause(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(String what, int seconds) {
        scheduler.in(
                Duration.ofSeconds(seconds),
                () -> done.add(what + "@" + Duration.between(START, clock.instant()).toSeconds()));
    }
}
