package dev.profileguard.reconcile;

import static dev.profileguard.reconcile.EngineRun.ADD;
import static dev.profileguard.reconcile.EngineRun.TAG;
import static dev.profileguard.reconcile.EngineRun.doing;
import static dev.profileguard.reconcile.EngineRun.finding;
import static dev.profileguard.reconcile.EngineRun.left;
import static dev.profileguard.reconcile.EngineRun.task;
import static dev.profileguard.reconcile.EngineRun.tooEarly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said of a task that came to its end, or was kept from it.
class OutcomesTest {
    @Test
    void saysWhatWasDecidedDoneAndFound() {
        run.of(task("one", doing(TAG, ADD)));

        Outcome.Reconciled outcome = only();
        assertThat(outcome.decision()).isEqualTo(EngineRun.Verdict.DONE);
        assertThat(outcome.actions())
                .containsExactly(
                        new PerformedAction(TAG, Effect.DONE),
                        new PerformedAction(ADD, Effect.DONE));
        assertThat(outcome.findings())
                .containsExactly(
                        finding("done")
                                .withDone(
                                        List.of(
                                                TAG.described() + ": done",
                                                ADD.described() + ": done")));
        assertThat(outcome.eventId()).isEqualTo("event-1");
        assertThat(outcome.mode()).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void keepsWhatEarlierAttemptsDid() {
        run.ports.beforeWriting =
                action -> {
                    if (action.equals(ADD) && run.ports.waited().isZero()) {
                        throw new ChangedMeanwhileException("not there yet");
                    }
                };

        run.of(task("one", doing(TAG, ADD), doing(ADD)));

        assertThat(only().actions()).extracting(PerformedAction::action).containsExactly(TAG, ADD);
        assertThat(only().findings())
                .extracting(Finding::done)
                .containsExactly(List.of(TAG.described() + ": done", ADD.described() + ": done"));
    }

    @Test
    void isPartialWhereAnErrorCameBetweenTwoRemediations() {
        Remediation tagging = Remediation.of(List.of(TAG), List.of(finding("tagged")));
        Remediation adding = Remediation.of(List.of(ADD), List.of(finding("added")));
        run.failing(ADD, new IllegalStateException("not allowed"));

        assertThatThrownBy(() -> run.of(task("one", plan(tagging, adding))))
                .hasMessage("not allowed");

        assertThat(only().decision()).isEqualTo(EngineRun.Verdict.CUT_SHORT);
        assertThat(only().why()).isEqualTo("Partly done; a later step failed: not allowed");
        assertThat(only().coverage()).isEqualTo(Coverage.PARTIAL);
        assertThat(run.causes()).containsExactly("tagged");
    }

    @Test
    void tellsARemediationInPartOnlyWhereItIsMeantToBe() {
        Remediation whole = Remediation.of(List.of(TAG, ADD), List.of(finding("whole")));
        run.failing(ADD, new IllegalStateException("not allowed"));

        assertThatThrownBy(() -> run.of(task("one", plan(whole.reportedInPart()))))
                .hasMessage("not allowed");
        assertThat(run.causes()).containsExactly("whole");

        EngineRun other = new EngineRun();
        other.failing(ADD, new IllegalStateException("not allowed"));
        assertThatThrownBy(() -> other.of(task("one", plan(whole)))).hasMessage("not allowed");
        assertThat(other.outcomes).isEmpty();
    }

    @Test
    void tellsNothingInPartWhereNothingWasDone() {
        Remediation adding = Remediation.of(List.of(ADD), List.of(finding("added")));
        run.failing(ADD, new IllegalStateException("not allowed"));

        assertThatThrownBy(() -> run.of(task("one", plan(adding.reportedInPart()))))
                .hasMessage("not allowed");

        assertThat(run.outcomes).isEmpty();
    }

    @Test
    void hasTheOtherVerdictWhereOthersDidAllOfIt() {
        run.ports.effects.put(ADD.described(), Effect.ALREADY);
        Remediation silent =
                new Remediation(
                        List.of(ADD),
                        done ->
                                done.described().contains(ADD.described() + ": already")
                                        ? List.of()
                                        : List.of(finding("added")),
                        null);
        Plan plan = plan(silent).ifDoneByOthers(EngineRun.Verdict.LEFT, "done by others");

        run.of(task("one", plan));

        assertThat(only().decision()).isEqualTo(EngineRun.Verdict.LEFT);
        assertThat(only().why()).isEqualTo("done by others");
        assertThat(only().actions()).containsExactly(new PerformedAction(ADD, Effect.ALREADY));
    }

    @Test
    void keepsItsVerdictWhereItHasSomethingToTell() {
        Plan plan = doing(ADD).ifDoneByOthers(EngineRun.Verdict.LEFT, "done by others");

        run.of(task("one", plan));

        assertThat(only().decision()).isEqualTo(EngineRun.Verdict.DONE);
    }

    @ParameterizedTest
    @MethodSource("coverages")
    void hasThePlansCoverage(Coverage coverage) {
        run.of(
                task(
                        "one",
                        Plan.of(
                                EngineRun.Verdict.LEFT,
                                "it is right",
                                List.of(),
                                List.of(),
                                coverage)));

        assertThat(only().coverage()).isEqualTo(coverage);
        assertThat(only().evaluation(Rule.PROFILE_GUARD).conclusive())
                .isEqualTo(!coverage.equals(Coverage.PARTIAL));
        assertThat(only().evaluation(Rule.PROFILE_GUARD).unresolved()).isEqualTo(coverage.open());
    }

    static List<Coverage> coverages() {
        return List.of(
                Coverage.COMPLETE,
                Coverage.PARTIAL,
                Coverage.allBut(Set.of(Finding.Kind.ROLE_GONE)));
    }

    @Test
    void goesOnWithTheStepThatAnEffectLeadsTo() {
        run.ports.effects.put(TAG.described(), Effect.TAGS_FULL);
        Plan full = Plan.leave(EngineRun.Verdict.LEFT, "no room", finding("no room"));
        Plan plan =
                doing(TAG, ADD)
                        .reacting(
                                performed -> performed.effect() == Effect.TAGS_FULL ? full : null);

        run.of(task("one", plan));

        assertThat(run.ports.log).doesNotContain(ADD.described());
        assertThat(only().decision()).isEqualTo(EngineRun.Verdict.LEFT);
        assertThat(run.causes()).containsExactly("no room");
        assertThat(only().actions()).containsExactly(new PerformedAction(TAG, Effect.TAGS_FULL));
    }

    @Test
    void readsAndWritesForTheStepThatAnEffectLeadsTo() {
        run.ports.effects.put(TAG.described(), Effect.TAGS_FULL);
        Step instead = Step.need(new Read.OfProfile(EngineRun.PROFILE), found -> doing(ADD));

        run.of(
                task(
                        "one",
                        doing(TAG)
                                .reacting(performed ->
                                        performed.action().equals(TAG) ? instead : null)));

        assertThat(run.ports.log)
                .containsSubsequence(TAG.described(), "read profile prod-web", ADD.described());
    }

    @Test
    void looksAgainWhereAnEffectAsksForIt() {
        run.ports.effects.put(ADD.described(), Effect.ROLE_GONE);
        Plan plan =
                doing(TAG, ADD)
                        .reacting(performed ->
                                performed.effect() == Effect.ROLE_GONE ? tooEarly() : null);

        run.of(task("one", plan, left()));

        assertThat(run.ports.logged("wait")).containsExactly("wait 1");
        assertThat(only().decision()).isEqualTo(EngineRun.Verdict.LEFT);
        assertThat(only().actions()).hasSize(2);
    }

    @Test
    void readsNothingWhileSwitchedOff() {
        run.mode = Mode.OFF;

        run.of(task("one", Step.need(new Read.OfProfile(EngineRun.PROFILE), found -> left())));

        assertThat(run.only())
                .isEqualTo(
                        new Outcome.Skipped(
                                "one", Decision.Common.OFF, "SomeMode is off", "event-1"));
        assertThat(run.ports.log).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"OBSERVE", "ENFORCE"})
    void readsNothingOfWhatIsNeverTouched(Mode mode) {
        run.mode = mode;

        run.of(new EngineRun.RuleTask("one", "It is exempt", attempt -> doing(TAG)));

        assertThat(run.only())
                .isEqualTo(
                        new Outcome.Skipped(
                                "one", Decision.Common.NEVER_TOUCHED, "It is exempt", "event-1"));
        assertThat(run.ports.log).isEmpty();
    }

    @Test
    void tellsTheRuleTheMode() {
        run.mode = Mode.OBSERVE;
        Mode[] reported = {Mode.OFF};

        run.of(
                new EngineRun.RuleTask(
                        "one",
                        null,
                        attempt -> {
                            reported[0] = attempt.mode();
                            return left();
                        }));

        assertThat(reported[0]).isEqualTo(Mode.OBSERVE);
        assertThat(only().mode()).isEqualTo(Mode.OBSERVE);
    }

    private final EngineRun run = new EngineRun();

    private Outcome.Reconciled only() {
        return (Outcome.Reconciled) run.only();
    }

    private static Plan plan(Remediation... remediations) {
        return Plan.of(
                EngineRun.Verdict.DONE,
                "It is done",
                List.of(remediations),
                List.of(),
                Coverage.COMPLETE);
    }
}
