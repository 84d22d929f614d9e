package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.ADD;
import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.finding;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Repair;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.model.IamException;

/// The ledger contains the intents before the first write, and as long as their result is unknown.
class IntentsTest {
    @Test
    void logsItsIntentsBeforeTheFirstWrite() {
        run.of(task("one", doing(TAG, ADD)));

        assertThat(run.ports.log)
                .containsExactly("announce 1 of one", TAG.described(), ADD.described());
        assertThat(run.intents.getFirst().done())
                .containsExactly(
                        TAG.described()
                                + ": started, then interrupted; check in IAM whether it was done",
                        ADD.described()
                                + ": started, then interrupted; check in IAM whether it was done");
    }

    @Test
    void logsNoIntentsIfNothingIsToBeWritten() {
        run.of(task("one", Plan.leave(EngineRun.Verdict.LEFT, "so it is", finding("so it is"))));

        assertThat(run.ports.log).isEmpty();
        assertThat(intents()).isEqualTo(Outcome.Intents.NONE);
    }

    @Test
    void announcesNothingWhileObserving() {
        run.mode = Mode.OBSERVE;
        run.ports.effects.put(TAG.described(), Effect.WOULD_DO);

        run.of(task("one", doing(TAG)));

        assertThat(run.ports.logged("announce")).isEmpty();
        assertThat(intents()).isEqualTo(Outcome.Intents.NONE);
    }

    @Test
    void announcesEachFindingOnceOverAllAttempts() {
        run.failing(2, new ChangedMeanwhileException("not there yet"));

        run.of(
                task(
                        "one",
                        plan(TAG, finding("a")),
                        plan(TAG, finding("a")),
                        plan(TAG, finding("a"), finding("b"))));

        assertThat(run.intents).extracting(Finding::cause).containsExactly("a", "b");
        assertThat(run.ports.logged("announce"))
                .containsExactly("announce 1 of one", "announce 1 of one");
        assertThat(run.ports.logged("withdraw")).isEmpty();
        assertThat(intents()).isEqualTo(Outcome.Intents.LOGGED);
    }

    @Test
    void takesThemBackWhereIamRefused() {
        run.failing(TAG, refusal(403));

        assertThatThrownBy(() -> run.of(task("one", doing(TAG)))).hasMessage("refused");

        assertThat(run.ports.log).endsWith(TAG.described(), "withdraw one");
    }

    @Test
    void takesThemBackWhereSomethingKeptMoving() {
        run.failing(TAG, new ChangedMeanwhileException("not there yet"));

        assertThatThrownBy(() -> run.of(task("one", doing(TAG))))
                .isInstanceOf(ChangedMeanwhileException.class);

        assertThat(run.ports.logged("withdraw")).containsExactly("withdraw one");
        assertThat(run.ports.log).endsWith(TAG.described(), "withdraw one");
    }

    @Test
    void keepsThemWhereNobodyKnowsWhetherAnythingWasWritten() {
        for (RuntimeException unknown :
                List.of(SdkClientException.create("timed out"), refusal(500), refusal(503))) {
            EngineRun unsure = new EngineRun();
            unsure.failing(TAG, unknown);

            assertThatThrownBy(() -> unsure.of(task("one", doing(TAG)))).isSameAs(unknown);

            assertThat(unsure.intents).as(unknown.toString()).hasSize(1);
        }
    }

    @Test
    void keepsThemWhereSomethingWasWritten() {
        run.failing(ADD, refusal(403));

        assertThatThrownBy(() -> run.of(task("one", doing(TAG, ADD)))).hasMessage("refused");

        assertThat(run.intents).hasSize(1);
        assertThat(run.outcomes).isEmpty();
    }

    @Test
    void takesThemBackWhereAllThatWasTriedWasDoneByOthers() {
        run.ports.effects.put(TAG.described(), Effect.ALREADY);
        run.failing(ADD, refusal(403));

        assertThatThrownBy(() -> run.of(task("one", doing(TAG, ADD)))).hasMessage("refused");

        assertThat(run.ports.logged("withdraw")).containsExactly("withdraw one");
    }

    @Test
    void leavesThemToTheOutcomeThatTakesTheirPlace() {
        run.ports.effects.put(ADD.described(), Effect.ROLE_GONE);
        run.ports.beforeRemembering =
                () -> {
                    throw new IllegalStateException("the table is down");
                };

        assertThatThrownBy(() -> run.of(task("one", remembering(doing(ADD)))))
                .hasMessage("the table is down");

        assertThat(run.only().findings()).hasSize(1);
        assertThat(intents()).isEqualTo(Outcome.Intents.LOGGED);
        assertThat(run.ports.logged("withdraw")).isEmpty();
    }

    @Test
    void saysThatItAnnouncedAlsoWhereALaterAttemptFindsNothingToDo() {
        run.failing(1, new ChangedMeanwhileException("somebody was faster"));

        run.of(task("one", doing(TAG), left()));

        assertThat(run.only().findings()).isEmpty();
        assertThat(intents()).isEqualTo(Outcome.Intents.LOGGED);
        assertThat(run.ports.logged("withdraw")).isEmpty();
    }

    @Test
    void takesBackWhatOneTaskAnnouncedAndNotWhatAnotherDid() {
        run.failing(TAG, refusal(403));

        assertThatThrownBy(() -> run.of(task("one", doing(TAG)), task("two", doing(ADD))))
                .hasMessage("refused");

        assertThat(run.ports.logged("withdraw")).containsExactly("withdraw one");
    }

    private final EngineRun run = new EngineRun();

    private static Plan plan(Action action, Finding... findings) {
        return new Plan(EngineRun.Verdict.DONE, "done", List.of(action), List.of(findings));
    }

    private static Plan remembering(Plan plan) {
        GuardRecord none = GuardRecord.none(EngineRun.PROFILE);
        Repair repair = new Repair(InMemoryPorts.START, "event-1", "it");
        return plan.remembering(new Memory.OfGuard(none, none.with(repair)));
    }

    private static RuntimeException refusal(int status) {
        return IamException.builder().message("refused").statusCode(status).build();
    }

    private Outcome.Intents intents() {
        return ((Outcome.Reconciled) run.only()).intents();
    }
}
