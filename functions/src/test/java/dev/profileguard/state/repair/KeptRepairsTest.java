package dev.profileguard.state.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.state.repair.Repair.Aspect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptRepairsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void areAllThatABreakerCanCount() {
        List<Repair> day = roles(40, NOW.minus(DAY).plusSeconds(1));

        assertThat(KeptRepairs.with(day, role("next", NOW))).hasSize(41).containsAll(day);
        for (Duration window : List.of(Duration.ofMinutes(1), Duration.ofHours(5), DAY)) {
            Breaker breaker = new Breaker(1, window);
            List<Repair> all = new ArrayList<>(roles(30, NOW.minus(DAY.multipliedBy(2))));
            all.addAll(day);
            List<Repair> kept = KeptRepairs.with(all, role("next", NOW));
            all.add(role("next", NOW));
            assertThat(breaker.within(kept, NOW)).isEqualTo(breaker.within(all, NOW));
        }
    }

    @Test
    void areTheLatestTenOfOldOnes() {
        List<Repair> old = roles(60, NOW.minus(DAY.multipliedBy(9)));

        List<Repair> kept = KeptRepairs.with(old, role("next", NOW));

        assertThat(kept).hasSize(KeptRepairs.SHOWN).containsAll(old.subList(51, 60));
        assertThat(kept.getLast().eventId()).isEqualTo("next");
        assertThat(kept).extracting(Repair::at).isSorted();
    }

    @Test
    void areTheLastOfEachAspectHoweverOldTheyAre() {
        List<Repair> all = new ArrayList<>();
        all.add(of("profile", NOW.minus(DAY.multipliedBy(90)), Aspect.PROFILE));
        all.add(of("tag", NOW.minus(DAY.multipliedBy(80)), Aspect.GUARD_TAG));
        all.addAll(roles(30, NOW.minus(DAY.multipliedBy(9))));

        assertThat(KeptRepairs.with(all, role("next", NOW)))
                .hasSize(KeptRepairs.SHOWN + 2)
                .startsWith(all.get(0), all.get(1));
        assertThat(KeptRepairs.with(all, of("next", NOW, Aspect.GUARD_TAG, Aspect.ROLE)))
                .hasSize(KeptRepairs.SHOWN + 1)
                .startsWith(all.get(0))
                .doesNotContain(all.get(1));
    }

    @Test
    void areNeverMoreThanCanBeStored() {
        List<Repair> kept = List.of();
        for (int i = 0; i < 250; i++) {
            kept = KeptRepairs.with(kept, role("e-" + i, NOW.plusSeconds(i)));
        }

        assertThat(kept).hasSize(Repair.MAX_REPAIRS);
        assertThat(kept.getFirst().eventId()).isEqualTo("e-150");
        assertThat(kept.getLast().eventId()).isEqualTo("e-249");
    }

    @Test
    void countAnEventOnceWhereThatIsAskedFor() {
        List<Repair> earlier = List.of(role("e-1", NOW), role("e-2", NOW.plusSeconds(1)));
        Repair again = role("e-1", NOW.plusSeconds(2));

        assertThat(KeptRepairs.withLastOfEvent(earlier, again))
                .containsExactly(earlier.get(1), again);
        assertThat(KeptRepairs.with(earlier, again)).hasSize(3);
    }

    /// As with clocks that differ.
    @Test
    void loseNoneToARepairThatSeemsEarlier() {
        List<Repair> earlier = roles(20, NOW);

        assertThat(KeptRepairs.with(earlier, role("next", NOW.minus(DAY)))).hasSize(21);
    }

    private static List<Repair> roles(int number, Instant from) {
        List<Repair> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(role("e" + from.getEpochSecond() + "-" + i, from.plusSeconds(i)));
        }
        return all;
    }

    private static Repair role(String event, Instant at) {
        return of(event, at, Aspect.ROLE);
    }

    private static Repair of(String event, Instant at, Aspect... aspects) {
        return new Repair(at, event, "mallory changed it", Set.of(aspects), "web");
    }
}
