package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.ADD;
import static dev.profileguard.reconcile.EngineRun.PROFILE;
import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.finding;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// While all writes are paused, a task ends as in mode observe.
class PausedWritesTest {
    private static final String WHY = "would-do (paused until 2026-01-15T10:30:00Z: change freeze)";

    @Test
    void reportsWhatItWouldDoAndWritesNothing() {
        run.ports.pausedFrom = 1;

        run.of(task("one", doing(TAG, ADD)));

        Outcome outcome = run.only();
        assertThat(run.ports.log).isEmpty();
        assertThat(outcome.decision()).isEqualTo(EngineRun.Verdict.DONE);
        assertThat(outcome.why())
                .isEqualTo(
                        "It is done. All writes are paused until 2026-01-15T10:30:00Z: change"
                                + " freeze");
        assertThat(outcome.details()).containsEntry("mode", "observe");
        assertThat(outcome.actions())
                .extracting(PerformedAction::effect)
                .containsOnly(Effect.WOULD_DO);
        assertThat(outcome.findings().getFirst().done())
                .containsExactly(TAG.described() + ": " + WHY, ADD.described() + ": " + WHY);
        assertThat(run.intents).isEmpty();
    }

    @Test
    void letsTheRuleBeginAgainAsInModeObserve() {
        run.ports.pausedFrom = 1;

        run.of(
                new EngineRun.RuleTask(
                        "one",
                        null,
                        attempt -> attempt.mode() == Mode.ENFORCE ? doing(TAG, ADD) : doing(TAG)));

        assertThat(run.only().actions()).extracting(PerformedAction::action).containsExactly(TAG);
    }

    @Test
    void storesNothingThatBelongsToAWrite() {
        run.ports.pausedFrom = 1;
        GuardRecord read = GuardRecord.none(PROFILE);
        Repair repair = new Repair(InMemoryPorts.START, "event-1", "it");
        Memory.OfGuard memory =
                new Memory.OfGuard(
                        read, null, read.with(repair), read, (record, written) -> record);

        run.of(task("one", doing(TAG).remembering(memory)));

        assertThat(run.ports.logged("save")).isEmpty();
    }

    @Test
    void readsThePauseOnceAndOnlyBeforeAWrite() {
        run.of(task("one", left()), task("two", doing(TAG, ADD)));

        assertThat(run.ports.pauseReads).isEqualTo(1);
        assertThat(run.ports.log).contains(TAG.described(), ADD.described());
    }

    @Test
    void doesNotReadThePauseWhileObserving() {
        run.mode = Mode.OBSERVE;

        run.of(task("one", doing(TAG)));

        assertThat(run.ports.pauseReads).isZero();
    }

    @Test
    void looksBeforeTheWritesOfEachTask() {
        run.ports.pausedFrom = 2;

        run.of(task("one", doing(TAG)), task("two", doing(ADD)));

        assertThat(run.ports.log).contains(TAG.described()).doesNotContain(ADD.described());
    }

    @Test
    void endsALongPlanBetweenTwoRemediations() {
        run.ports.pausedFrom = 2;
        run.ports.beforeWriting =
                action -> run.ports.ports().backoff().await(Duration.ofSeconds(3));
        Plan plan =
                Plan.of(
                        EngineRun.Verdict.DONE,
                        "It is done",
                        List.of(
                                Remediation.of(List.of(TAG), List.of(finding("first"))),
                                Remediation.of(List.of(ADD), List.of(finding("second")))),
                        List.of(),
                        Coverage.COMPLETE);

        run.of(task("one", plan));

        assertThat(run.ports.log).contains(TAG.described()).doesNotContain(ADD.described());
        assertThat(run.only().actions())
                .extracting(PerformedAction::effect)
                .containsExactly(Effect.DONE, Effect.WOULD_DO);
    }

    @Test
    void doesNotLeaveARemediationHalfDone() {
        run.ports.pausedFrom = 2;
        run.ports.beforeWriting =
                action -> run.ports.ports().backoff().await(Duration.ofSeconds(3));

        run.of(task("one", doing(TAG, ADD)));

        assertThat(run.ports.log).contains(TAG.described(), ADD.described());
    }

    @Test
    void writesNothingIfNobodyKnowsWhetherItIsPaused() {
        run.ports.beforePause =
                () -> {
                    throw new ChangedMeanwhileException("the table does not answer");
                };

        assertThatThrownBy(() -> run.of(task("one", doing(TAG))))
                .hasMessage("the table does not answer");

        assertThat(run.ports.log).doesNotContain(TAG.described());
    }

    private final EngineRun run = new EngineRun();
}
