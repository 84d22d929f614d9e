package dev.profileguard.state.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureBurstTest {
    @Test
    void theFirstEventLeads() {
        FailureBurst burst = FailureBurst.none("k").with("e-1", START);

        assertThat(burst.isLedBy("e-1")).isTrue();
        assertThat(burst.count()).isEqualTo(1);
        assertThat(burst.earlier()).isZero();
        assertThat(burst.first()).isEqualTo(START);
        assertThat(burst.last()).isEqualTo(START);
        assertThat(burst.version()).isZero();
        assertThat(burst.nextVersion().version()).isEqualTo(1);
    }

    @Test
    void anEventWithinThePauseOnlyCounts() {
        FailureBurst burst =
                FailureBurst.none("k")
                        .with("e-1", START)
                        .with("e-2", START.plus(FailureBurst.PAUSE));

        assertThat(burst.isLedBy("e-1")).isTrue();
        assertThat(burst.isLedBy("e-2")).isFalse();
        assertThat(burst.count()).isEqualTo(2);
        assertThat(burst.last()).isEqualTo(START.plus(FailureBurst.PAUSE));
    }

    @Test
    void anEventThatArrivesTwiceCountsOnce() {
        FailureBurst once = FailureBurst.none("k").with("e-1", START).with("e-2", later(1));

        assertThat(once.with("e-2", later(1))).isEqualTo(once);
        assertThat(once.with("e-1", START)).isEqualTo(once);
    }

    @Test
    void anEventOutOfOrderMovesTheStart() {
        FailureBurst burst = FailureBurst.none("k").with("e-2", later(5)).with("e-1", START);

        assertThat(burst.first()).isEqualTo(START);
        assertThat(burst.last()).isEqualTo(later(5));
        assertThat(burst.isLedBy("e-2")).isTrue();
    }

    @Test
    void anEventAfterThePauseLeadsTheNextBurst() {
        FailureBurst burst =
                FailureBurst.none("k")
                        .with("e-1", START)
                        .with("e-2", later(1))
                        .with("e-3", later(12));

        assertThat(burst.isLedBy("e-3")).isTrue();
        assertThat(burst.count()).isEqualTo(1);
        assertThat(burst.earlier()).isEqualTo(2);
        assertThat(burst.first()).isEqualTo(later(12));
    }

    @Test
    void aControllerThatRetriesEveryQuarterOfAnHourLeadsToTwoFindingsADay() {
        FailureBurst burst = FailureBurst.none("k");
        int findings = 0;
        for (int i = 0; i < 96; i++) {
            burst = burst.with("e-" + i, later(15L * i));
            findings += burst.isLedBy("e-" + i) ? 1 : 0;
        }

        assertThat(findings).isEqualTo(2);
        assertThat(burst.count() + burst.earlier()).isEqualTo(96);
    }

    @Test
    void aControllerThatRetriesAllDayLeadsToOneFindingADay() {
        FailureBurst burst = FailureBurst.none("k");
        int findings = 0;
        for (int minute = 0; minute < 3 * 1440; minute++) {
            burst = burst.with("e-" + minute, later(minute));
            findings += burst.isLedBy("e-" + minute) ? 1 : 0;
        }

        assertThat(findings).isEqualTo(3);
        assertThat(burst.seen()).hasSize(FailureBurst.MOST_IDS);
    }

    @Test
    void thePauseDoublesUpToADayAndIsShortAgainAfterAQuietDay() {
        FailureBurst burst = FailureBurst.none("k").with("e-0", START);
        Instant time = START;
        for (int i = 1; i <= 8; i++) {
            time = time.plus(burst.pause()).plusSeconds(1);
            burst = burst.with("e-" + i, time);
            assertThat(burst.isLedBy("e-" + i)).isTrue();
        }
        assertThat(burst.pause()).isEqualTo(FailureBurst.LONGEST);

        burst = burst.with("late", time.plus(Duration.ofDays(2)));

        assertThat(burst.pause()).isEqualTo(FailureBurst.PAUSE);
        assertThat(burst.isLedBy("late")).isTrue();
    }

    @Test
    void joinsEventsOfAnyTimeForAReport() {
        FailureBurst burst =
                FailureBurst.none("k").with("e-1", START).joined(later(300)).joined(later(-1));

        assertThat(burst.count()).isEqualTo(3);
        assertThat(burst.first()).isEqualTo(later(-1));
        assertThat(burst.last()).isEqualTo(later(300));
    }

    private static final Instant START = Instant.parse("2026-01-15T09:30:00Z");

    private static Instant later(long minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }
}
