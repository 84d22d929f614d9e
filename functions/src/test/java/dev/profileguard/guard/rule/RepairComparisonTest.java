package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardAttempts.MALLORY_HERSELF;
import static dev.profileguard.guard.rule.GuardAttempts.task;
import static dev.profileguard.guard.rule.GuardRun.ALICE;
import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.MALLORY;
import static dev.profileguard.guard.rule.GuardRun.SWEEP;
import static dev.profileguard.guard.rule.GuardRun.added;
import static dev.profileguard.guard.rule.GuardRun.next;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.by;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A repair is compared with the calls in CloudTrail once that shows all of them.
class RepairComparisonTest {
    private final Answers answers = new Answers().give(Read.OfTime.NOW, LATER);
    private final GuardAttempts guard = new GuardAttempts(answers);

    @Test
    void aSweepComparesARepairWithCloudTrailWhenThatShowsAllCalls() {
        GuardRecord repaired = recorded().withUnverified(LATER.minus(CloudTrailEvent.DELAY));

        Plan plan = guard.plan(repaired, holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(guard.lookedUp()).containsExactly("prod-web", "web");
        assertThat(next(plan).unverified()).isNull();
    }

    @Test
    void comparesNothingBeforeCloudTrailShowsAllCalls() {
        Instant repair = LATER.minus(CloudTrailEvent.DELAY).plusSeconds(1);

        Plan plan = guard.plan(recorded().withUnverified(repair), holding(WEB));

        assertThat(guard.lookedUp()).isEmpty();
        assertThat(next(plan).unverified()).isEqualTo(repair);
    }

    @Test
    void anEventComparesNothing() {
        guard.after(by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me"))));

        guard.plan(recorded().withUnverified(NOW.minusSeconds(9999)), holding(WEB));

        assertThat(guard.lookedUp()).isEmpty();
    }

    @Test
    void aProfileWithoutABaselineIsNotCompared() {
        GuardRecord ended = recorded().ended(Instant.EPOCH).withUnverified(NOW.minusSeconds(9999));
        answers.give(new Read.OfGuardRecord(NAME), ended)
                .give(new Read.OfProfile(NAME), holding(WEB));

        answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(guard.lookedUp()).isEmpty();
    }

    @Test
    void comparesAgainWhereCloudTrailCouldNotBeAsked() {
        Instant repair = NOW.minusSeconds(9999);
        GuardRecord repaired = recorded().withUnverified(repair);
        Baseline baseline = Objects.requireNonNull(repaired.baseline());
        answers.give(new Read.OfGuardRecord(NAME), repaired)
                .give(new Read.OfProfile(NAME), holding(WEB))
                .give(
                        new Read.OfHistory("prod-web", baseline.asOf()),
                        new Read.History.Unavailable("AccessDenied"));

        Plan plan =
                answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(next(plan).unverified()).isEqualTo(repair);
    }

    @Test
    void aComparedProfileThatDriftedIsComparedNoMore() {
        GuardRecord repaired = recorded().withUnverified(NOW.minusSeconds(9999));

        Plan plan = guard.plan(repaired, holding(EVIL), added(1, MALLORY, "evil"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(next(plan).unverified()).isNull();
    }

    @Test
    void aSweepLooksAllNamesUpAndAnEventOnlyUntilItKnowsTheCause() {
        guard.plan(recorded(), holding(EVIL), added(1, MALLORY, "evil"));
        assertThat(guard.lookedUp()).containsExactly("prod-web", "evil", "web");

        guard.after(by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me"))));
        int before = guard.lookedUp().size();
        Plan plan = guard.plan(recorded(), holding(EVIL), added(-1, ALICE, "evil"));

        assertThat(guard.lookedUp().subList(before, guard.lookedUp().size()))
                .containsExactly("prod-web");
        assertThat(unverifiedAfterwards(plan)).isEqualTo(LATER);
    }

    @Test
    void aRepairAfterAllNamesWereLookedUpIsNotComparedAgain() {
        Plan plan = guard.plan(recorded(), holding(EVIL), added(1, MALLORY, "evil"));

        assertThat(unverifiedAfterwards(plan)).isNull();
    }

    /// What the record says after the plan's writes.
    private static @Nullable Instant unverifiedAfterwards(Plan plan) {
        Memory.OfGuard memory = (Memory.OfGuard) plan.memory();
        return memory.afterWrites()
                .apply(memory.next(), new Memory.Written(LATER, null, null))
                .unverified();
    }
}
