package dev.profileguard.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardRecordTest {
    @Test
    void countsItsWrites() {
        assertThat(NONE.version()).isZero();
        assertThat(NONE.nextVersion().version()).isEqualTo(1);
        assertThat(NONE.nextVersion().nextVersion().version()).isEqualTo(2);
    }

    @Test
    void knowsTheRepairsWithinATimeBeforeNow() {
        GuardRecord repaired = repairedAt(NOW.minusSeconds(60), NOW.minusSeconds(59), NOW);

        assertThat(repaired.repairsWithin(Duration.ofMinutes(1), NOW))
                .extracting(Repair::at)
                .containsExactly(NOW.minusSeconds(59), NOW);
        assertThat(repaired.repairsWithin(Duration.ofMinutes(1), NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void knowsWhetherAndWhenItWasRepaired() {
        GuardRecord repaired = repairedAt(NOW.minusSeconds(60), NOW.plusMillis(700));

        assertThat(repaired.lastRepair(Repair.Aspect.ROLE)).as("in whole seconds").isEqualTo(NOW);
        assertThat(NONE.lastRepair(Repair.Aspect.ROLE)).isEqualTo(Instant.EPOCH);
        assertThat(repaired.repairedSince(NOW)).isTrue();
        assertThat(repaired.repairedSince(NOW.plusMillis(700))).isTrue();
        assertThat(repaired.repairedSince(NOW.plusSeconds(1))).isFalse();
        assertThat(NONE.repairedSince(Instant.EPOCH)).isFalse();
    }

    @Test
    void knowsTheLastRepairOfEachAspect() {
        GuardRecord repaired =
                NONE.with(new Repair(NOW, "e-1", "x", Set.of(Repair.Aspect.ROLE), "web"))
                        .with(
                                new Repair(
                                        NOW.plusSeconds(5),
                                        "e-2",
                                        "x",
                                        Set.of(Repair.Aspect.GUARD_TAG),
                                        null));

        assertThat(repaired.lastRepair(Repair.Aspect.ROLE)).isEqualTo(NOW);
        assertThat(repaired.lastRepair(Repair.Aspect.GUARD_TAG)).isEqualTo(NOW.plusSeconds(5));
        assertThat(repaired.lastRepair(Repair.Aspect.PROFILE)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void keepsTheLatestRepairs() {
        GuardRecord repaired = NONE;
        for (int i = 0; i <= Repair.MAX_REPAIRS; i++) {
            repaired = repaired.with(new Repair(NOW.plusSeconds(i), "e-" + i, "x"));
        }

        assertThat(repaired.repairs()).hasSize(Repair.MAX_REPAIRS);
        assertThat(repaired.repairs().getFirst().eventId()).isEqualTo("e-1");
    }

    @Test
    void isReleasedUntilTheReleaseEnds() {
        Release release = new Release(NOW, NOW.plusSeconds(60), "x", NOW);
        GuardRecord released = NONE.with(release);

        assertThat(NONE.isReleasedAt(NOW)).isFalse();
        assertThat(released.isReleasedAt(NOW)).isTrue();
        assertThat(released.isReleasedAt(NOW.minusSeconds(1)))
                .as("CloudTrail truncates times to whole seconds")
                .isTrue();
        assertThat(released.isReleasedAt(NOW.minusMillis(1001))).isFalse();
        assertThat(released.isReleasedAt(NOW.plusSeconds(59))).isTrue();
        assertThat(released.isReleasedAt(NOW.plusSeconds(60))).isFalse();
        assertThat(NONE.isEmpty()).isTrue();
        assertThat(released.isEmpty()).isFalse();
    }

    @Test
    void remembersADeletedProfileOnceWithTheTimeAtWhichItWasLastRight() {
        GuardRecord recorded = NONE.changed(baseline("web"), NOW);

        GuardRecord replaced = recorded.replaced("AIPAOLD", NOW.plusSeconds(60));

        assertThat(replaced.former())
                .containsExactly(new FormerProfile("AIPAOLD", NOW, NOW.plusSeconds(60)));
        assertThat(replaced.replaced("AIPAOLD", NOW.plusSeconds(90))).isEqualTo(replaced);
        assertThat(replaced.replaced("AIPANEXT", NOW.plusSeconds(90)).former())
                .extracting(FormerProfile::id)
                .containsExactly("AIPAOLD", "AIPANEXT");
        assertThat(NONE.replaced("AIPAOLD", NOW).former())
                .containsExactly(new FormerProfile("AIPAOLD", Instant.EPOCH, NOW));
    }

    @Test
    void wasLastRightWhenItsRoleWasRestoredUnlessTheRoleIsWithheld() {
        GuardRecord recorded = NONE.changed(baseline("web"), NOW);

        assertThat(right(recorded.with(restored(NOW.plusSeconds(30)))))
                .isEqualTo(NOW.plusSeconds(30));
        assertThat(right(recorded.with(restored(NOW.minusSeconds(30))))).isEqualTo(NOW);
        assertThat(right(recorded.withWithheld(withheld(NOW.minusSeconds(10)))))
                .isEqualTo(NOW.minusSeconds(10));
        assertThat(right(recorded.withWithheld(withheld(NOW.plusSeconds(10))))).isEqualTo(NOW);
    }

    @Test
    void keepsTheStoredBaselineInTheHistoryAndNoneThatWasNeverStored() {
        GuardRecord stored = NONE.changed(baseline("web"), NOW).nextVersion();

        GuardRecord next =
                stored.changed(baseline("half-way"), NOW.plusSeconds(1))
                        .changed(baseline("web-v2"), NOW.plusSeconds(2));

        assertThat(stored.history().isEmpty()).isTrue();
        assertThat(next.history().entries()).hasSize(1);
        assertThat(next.history().entries().getFirst().role()).isEqualTo(new RoleName("web"));
        assertThat(next.nextVersion().changed(baseline("web"), NOW.plusSeconds(3)).history())
                .extracting(history -> history.entries().size())
                .isEqualTo(2);
    }

    @Test
    void keepsNothingInTheHistoryWhenTheSameIsRightAsBefore() {
        GuardRecord stored = NONE.changed(baseline("web"), NOW).nextVersion();

        assertThat(stored.changed(baseline("web"), NOW.plusSeconds(1)).history().isEmpty())
                .isTrue();
        assertThat(stored.with(baseline("web").withRoleId("AROAOTHER")).history().isEmpty())
                .isTrue();
    }

    @Test
    void remembersThatAnEarlierBaselineRestedOnAnEventAlone() {
        GuardRecord stored =
                NONE.changed(baseline("web"), NOW)
                        .withUnproven(new Adopted(baseline("web").eventId(), "role deployer", NOW))
                        .nextVersion();

        GuardRecord next = stored.changed(baseline("web-v2"), NOW.plusSeconds(1));

        assertThat(next.history().entries().getFirst().provisional()).isTrue();
        assertThat(stored.proven().changed(baseline("web-v2"), NOW).history().entries().getFirst())
                .matches(former -> !former.provisional());
    }

    @Test
    void keepsTheHistoryWhenTheGuardEndsUntilItIsAYearOld() {
        GuardRecord ended = NONE.changed(baseline("web"), NOW).nextVersion().ended(NOW);

        assertThat(ended.isEmpty()).isTrue();
        assertThat(ended.isStored()).isTrue();
        assertThat(ended.remembering(NOW.plus(Duration.ofDays(366))).isStored()).isFalse();
    }

    private static Instant right(GuardRecord record) {
        return record.replaced("AIPAOLD", NOW.plusSeconds(60)).former().getLast().right();
    }

    private static Repair restored(Instant at) {
        return new Repair(at, "e-1", "x", Set.of(Repair.Aspect.ROLE), "web");
    }

    private static Withheld withheld(Instant since) {
        return new Withheld(since, "user mallory", "e-2", "removed web from prod-web");
    }

    private static Baseline baseline(String role) {
        return new Baseline(
                "AIPAEXAMPLE",
                "/",
                new Baseline.RecordedRole(new RoleName(role), "AROA" + role),
                Tags.NONE,
                NOW,
                "role deployer",
                "11111111-1111-1111-1111-111111111111");
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final GuardRecord NONE = GuardRecord.none(new ProfileName("prod-web"));

    private static GuardRecord repairedAt(Instant... times) {
        GuardRecord repaired = NONE;
        for (Instant time : times) {
            repaired = repaired.with(new Repair(time, "e-" + time, "x"));
        }
        return repaired;
    }
}
