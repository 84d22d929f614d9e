package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardAttempts.MALLORY_HERSELF;
import static dev.profileguard.guard.rule.GuardAttempts.V2;
import static dev.profileguard.guard.rule.GuardAttempts.kinds;
import static dev.profileguard.guard.rule.GuardAttempts.unlocked;
import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.MALLORY;
import static dev.profileguard.guard.rule.GuardRun.PIPELINE;
import static dev.profileguard.guard.rule.GuardRun.added;
import static dev.profileguard.guard.rule.GuardRun.event;
import static dev.profileguard.guard.rule.GuardRun.next;
import static dev.profileguard.guard.rule.GuardRun.removed;
import static dev.profileguard.guard.rule.GuardRun.tagged;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.by;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static dev.profileguard.guard.rule.GuardTest.restoredWeb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Changes of trusted principals that only CloudTrail shows: they are judged as if their events had
/// just arrived.
class AdoptionFromHistoryTest {
    private final Answers answers = new Answers().give(Read.OfTime.NOW, LATER);
    private final GuardAttempts guard = new GuardAttempts(answers);

    @Test
    void adoptsTheChangeOfATrustedPrincipal() {
        Plan plan =
                guard.plan(
                        recorded(),
                        holding(V2),
                        removed(0, PIPELINE, "web"),
                        added(1, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).contains(Kind.CHANGE_ADOPTED);
        assertThat(roleIn(next(plan))).isEqualTo(new Baseline.RecordedRole(V2.name(), V2.id()));
    }

    @Test
    void holdsAnIntruderToWhatATrustedPrincipalChangedBefore() {
        Plan plan =
                guard.plan(
                        recorded(),
                        holding(EVIL),
                        removed(0, PIPELINE, "web"),
                        added(1, PIPELINE, "web-v2"),
                        removed(60, MALLORY, "web-v2"),
                        added(61, MALLORY, "evil"));

        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, V2.name()));
        assertThat(kinds(plan)).containsExactly(Kind.ROLE_REVERTED);
        assertThat(plan.findings().getLast().actor()).endsWith("user/mallory");
        assertThat(plan.memory())
                .isInstanceOfSatisfying(
                        Memory.OfGuard.class,
                        memory -> {
                            Memory.Adopted adopted = Objects.requireNonNull(memory.adopted());
                            assertThat(adopted.record().baseline())
                                    .isEqualTo(memory.next().baseline());
                            assertThat(adopted.findings())
                                    .extracting(Finding::kind)
                                    .contains(Kind.CHANGE_ADOPTED);
                        });
    }

    @Test
    void putsBackATrustedChangeThatWeHadUndone() {
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(10)));

        Plan plan =
                guard.plan(
                        undone, unlocked(WEB), added(1, PIPELINE, "web-v2"), unlocked(20, MALLORY));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, WEB.name()),
                        new Action.AddRole(NAME, V2.name()),
                        new Action.TagProfile(NAME, LOCKED));
        assertThat(plan.findings())
                .extracting(Finding::kind, Finding::actor)
                .containsExactly(
                        tuple(
                                Kind.TRUSTED_CHANGE_UNDONE,
                                "arn:aws:iam::123456789012:role/ci/deployer (session build-1)"),
                        tuple(Kind.GUARD_TAG_REVERTED, "arn:aws:iam::123456789012:user/mallory"));
        assertThat(Objects.requireNonNull(roleIn(next(plan))).name()).isEqualTo(V2.name());
    }

    @Test
    void judgesTheTrustedChangesAfterOneThatWeHadUndone() {
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(30)));

        Plan plan =
                guard.plan(
                        undone,
                        unlocked(WEB).tagged(Tags.of("Owner", "web")),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, PIPELINE, "web-v2"),
                        added(21, PIPELINE, "web-v3"),
                        tagged(22, PIPELINE, "Owner", "web"),
                        unlocked(40, MALLORY));

        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, WEB.name()),
                        new Action.AddRole(NAME, new RoleName("web-v3")),
                        new Action.TagProfile(NAME, LOCKED));
        Baseline baseline = Objects.requireNonNull(next(plan).baseline());
        assertThat(Objects.requireNonNull(baseline.role()).name().value()).isEqualTo("web-v3");
        assertThat(baseline.tags().get("Owner")).isEqualTo("web");
    }

    @Test
    void leavesARoleAloneThatNobodyIsKnownToHaveAddedAfterATrustedChange() {
        Plan plan = guard.plan(recorded(), holding(EVIL), added(1, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.CHANGE_ADOPTED, Kind.DRIFT_UNEXPLAINED);
    }

    @Test
    void namesWhoChangedWhatWeHadPutBackByMistake() {
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(10), "e", "alice"));

        Plan plan =
                guard.plan(
                        undone,
                        holding(EVIL),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, MALLORY, "web"),
                        added(21, MALLORY, "evil"));

        assertThat(plan.actions()).contains(new Action.AddRole(NAME, V2.name()));
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.ROLE_REVERTED)
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void putsNothingBackThatLaterTrustedChangesMadeRight() {
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(10), "e", "alice"));

        Plan plan =
                guard.plan(
                        undone,
                        holding(V2),
                        added(1, PIPELINE, "web-v3"),
                        added(20, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsOnly(Kind.CHANGE_ADOPTED);
    }

    @Test
    void looksAgainWhereIamDoesNotShowATrustedChangeYet() {
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(30));

        Step step =
                guard.follow(
                        recorded(),
                        holding(V2),
                        removed(0, PIPELINE, "web"),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, PIPELINE, "web-v2"));

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.LookAgain.class,
                        again -> assertThat(again.why()).contains("IAM does not show yet"));
    }

    @Test
    void tellsOfTheBreakerThatKeepsItFromHoldingTheProfileToWhatWasAdopted() {
        GuardRecord reverted = recorded();
        for (int second : List.of(-90, -80, -70)) {
            reverted = reverted.with(new Repair(LATER.plusSeconds(second), "e", "mallory"));
        }
        int trusted = (int) Duration.between(NOW, LATER).toSeconds() - 65;

        Plan plan =
                guard.plan(
                        reverted,
                        holding(new Role(WEB.name(), "AROA-AGAIN", "/")),
                        removed(trusted, PIPELINE, "web"),
                        added(trusted + 1, PIPELINE, "web-v2"),
                        removed(trusted + 2, MALLORY, "web-v2"),
                        added(trusted + 3, MALLORY, "web"));

        assertThat(plan.decision()).isEqualTo(Decision.Common.BREAKER_OPEN);
        assertThat(kinds(plan))
                .containsExactly(Kind.CHANGE_ADOPTED, Kind.CHANGE_ADOPTED, Kind.BREAKER_OPEN);
        assertThat(Objects.requireNonNull(roleIn(next(plan))).name()).isEqualTo(V2.name());
    }

    @Test
    void endsTheGuardThatATrustedPrincipalEnded() {
        Plan plan =
                guard.plan(
                        recorded(),
                        null,
                        removed(0, PIPELINE, "web"),
                        event(
                                1,
                                PIPELINE,
                                "DeleteInstanceProfile",
                                Map.of("instanceProfileName", "prod-web"),
                                Map.of()));

        assertThat(plan.decision()).isEqualTo(GuardDecision.GUARD_ENDED);
        assertThat(plan.actions()).isEmpty();
        assertThat(next(plan).baseline()).isNull();
    }

    @Test
    void adoptsADeploymentWhoseEventsWereLostWhenSomebodyElseTagsTheProfile() {
        guard.after(by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me"))));

        Plan plan =
                guard.plan(
                        recorded(),
                        holding(V2),
                        removed(-20, PIPELINE, "web"),
                        added(-19, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsOnly(Kind.CHANGE_ADOPTED);
        assertThat(plan.findings())
                .extracting(Finding::actor)
                .allMatch(actor -> actor.contains("role/ci/deployer"));
    }

    private static Baseline.@Nullable RecordedRole roleIn(GuardRecord record) {
        return Objects.requireNonNull(record.baseline()).role();
    }
}
