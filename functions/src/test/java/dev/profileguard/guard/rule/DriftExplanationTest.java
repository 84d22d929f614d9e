package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardAttempts.MALLORY_HERSELF;
import static dev.profileguard.guard.rule.GuardAttempts.V2;
import static dev.profileguard.guard.rule.GuardAttempts.kinds;
import static dev.profileguard.guard.rule.GuardAttempts.task;
import static dev.profileguard.guard.rule.GuardAttempts.unlocked;
import static dev.profileguard.guard.rule.GuardRun.ALICE;
import static dev.profileguard.guard.rule.GuardRun.GRACE;
import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.MALLORY;
import static dev.profileguard.guard.rule.GuardRun.OWN;
import static dev.profileguard.guard.rule.GuardRun.SWEEP;
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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Repair;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whose call explains drift, and what is done about drift that nobody is known to have caused.
class DriftExplanationTest {
    private final Answers answers = new Answers().give(Read.OfTime.NOW, LATER);
    private final GuardAttempts guard = new GuardAttempts(answers);

    @Test
    void namesTheLastOneAfterWhoseCallTheProfileLooksAsItDoes() {
        Plan plan =
                guard.plan(
                        recorded(),
                        holding(EVIL),
                        removed(0, ALICE, "web"),
                        added(1, MALLORY, "evil"),
                        tagged(2, ALICE, "Owner", "somebody"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, WEB.name()));
        assertThat(plan.findings())
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void namesWhoIsKnownAlthoughAnotherRecordCannotBeRead() {
        Plan plan =
                guard.plan(
                        recorded(),
                        holding(EVIL),
                        event(1, ALICE, "AddRoleToInstanceProfile", Map.of(), Map.of()),
                        added(2, MALLORY, "evil"));

        assertThat(plan.findings().getFirst().actor()).endsWith("user/mallory");
    }

    @Test
    void explainsEachDriftByItsOwnCall() {
        InstanceProfile unlocked = new InstanceProfile(NAME, "AIPA1", "/", EVIL, Tags.NONE);
        guard.after(by(MALLORY_HERSELF, new Edit.Untagged(Set.of("profile-guard"))));

        Plan plan = guard.plan(recorded(), unlocked, added(-5, ALICE, "evil"));

        assertThat(plan.findings())
                .extracting(Finding::kind, Finding::actor)
                .containsExactly(
                        tuple(Kind.ROLE_REVERTED, "arn:aws:iam::123456789012:user/alice"),
                        tuple(Kind.GUARD_TAG_REVERTED, "arn:aws:iam::123456789012:user/mallory"));
    }

    @Test
    void theOccasionAndTheCallsOfCloudTrailAreJudgedInTheOrderOfTheirTimes() {
        guard.after(by(MALLORY_HERSELF, new Edit.RoleAdded(EVIL.name())));

        Plan plan = guard.plan(recorded(), unlocked(EVIL), added(30, ALICE, "evil"));

        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.ROLE_REVERTED)
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/alice");
    }

    @Test
    void asksNobodyWhereTheEventExplainsTheDrift() {
        guard.after(by(MALLORY_HERSELF, new Edit.RoleAdded(EVIL.name())));

        Plan plan = guard.plan(recorded(), holding(EVIL));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(answers.asked()).noneMatch(Read.OfHistory.class::isInstance);
    }

    @Test
    void recordsThatCannotBeReadExplainNothing() {
        Plan plan =
                guard.plan(
                        recorded(),
                        holding(EVIL),
                        event(1, MALLORY, "AddRoleToInstanceProfile", Map.of(), Map.of()),
                        event(
                                2,
                                MALLORY,
                                "AddRoleToInstanceProfile",
                                Map.of("instanceProfileName", "prod-web"),
                                Map.of()));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void callsOfItsOwnStackExplainNothing() {
        Plan plan = guard.plan(recorded(), holding(EVIL), added(1, OWN, "evil"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void callsAboutOtherProfilesAndCallsThatFailedExplainNothing() {
        Map<String, Object> request = Map.of("instanceProfileName", "other", "roleName", "evil");

        Plan plan =
                guard.plan(
                        recorded(),
                        holding(EVIL),
                        event(1, MALLORY, "AddRoleToInstanceProfile", request, Map.of()),
                        failed(added(2, MALLORY, "evil")));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void callsBeforeOurLastRepairExplainNothing() {
        GuardRecord repaired = recorded().with(new Repair(NOW.plusSeconds(10), "e", "mallory"));

        Plan before = guard.plan(repaired, holding(EVIL), added(1, MALLORY, "evil"));
        Plan after = guard.plan(repaired, holding(EVIL), added(10, MALLORY, "evil"));

        assertThat(before.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(after.decision()).isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void blamesNobodyForDriftThatTheEventCannotHaveCaused() {
        guard.after(by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me"))));

        Plan plan = guard.plan(recorded(), holding(EVIL));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.DRIFT_UNEXPLAINED);
        assertThat(plan.findings().getFirst().actor()).isEqualTo("unknown");
        assertThat(plan.findings().getFirst().cause()).contains("after", "set tags Owner");
    }

    @Test
    void leavesDriftAloneForTheGraceThatNobodyIsKnownToHaveCaused() {
        Plan first = guard.plan(recorded(), holding(EVIL));

        assertThat(first.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(first.actions()).isEmpty();
        assertThat(kinds(first)).containsExactly(Kind.DRIFT_UNEXPLAINED);

        answers.give(Read.OfTime.NOW, LATER.plus(GRACE));
        Plan after = guard.plan(next(first), holding(EVIL));

        assertThat(after.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(after.actions()).contains(new Action.AddRole(NAME, WEB.name()));
    }

    @Test
    void beginsTheGraceAnewWhereTheProfileLooksOtherwise() {
        GuardRecord seen = next(guard.plan(recorded(), holding(EVIL)));

        answers.give(Read.OfTime.NOW, LATER.plus(GRACE));
        Plan other = guard.plan(seen, holding(V2));

        assertThat(other.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(next(other).unexplained())
                .extracting(GuardRecord.Unexplained::since)
                .isEqualTo(LATER.plus(GRACE));
    }

    @Test
    void waitsForTheEventThatMayExplainFreshDrift() {
        guard.after(by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me"))));
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(5));

        assertThat(guard.follow(recorded(), holding(EVIL))).isInstanceOf(Step.LookAgain.class);
    }

    @Test
    void doesNotWaitAgainForDriftThatWasSeenBefore() {
        guard.after(by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me"))));
        GuardRecord seen = next(guard.plan(recorded(), holding(EVIL)));
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(5));

        assertThat(guard.plan(seen, holding(EVIL)).decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void repairsWhatIsExplainedAndWaitsWithTheRest() {
        InstanceProfile unlocked = new InstanceProfile(NAME, "AIPA1", "/", EVIL, Tags.NONE);
        guard.after(by(MALLORY_HERSELF, new Edit.Untagged(Set.of("profile-guard"))));

        Plan plan = guard.plan(recorded(), unlocked);

        assertThat(plan.actions()).containsExactly(new Action.TagProfile(NAME, LOCKED));
        assertThat(kinds(plan)).containsExactly(Kind.DRIFT_UNEXPLAINED, Kind.GUARD_TAG_REVERTED);
        assertThat(next(plan).unexplained()).isNotNull();
    }

    @Test
    void revertsNothingUnexplainedWhileCloudTrailCannotBeAsked() {
        GuardRecord old =
                recorded()
                        .with(
                                new GuardRecord.Unexplained(
                                        NOW.minusSeconds(9999), "RoleSwapped AROA-EVIL"));
        Baseline baseline = Objects.requireNonNull(old.baseline());
        answers.give(new Read.OfGuardRecord(NAME), old)
                .give(new Read.OfProfile(NAME), holding(EVIL))
                .give(
                        new Read.OfHistory("prod-web", baseline.asOf()),
                        new Read.History.Unavailable("AccessDenied"));

        Plan plan =
                answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings().getFirst().cause()).contains("AccessDenied");
        assertThat(next(plan).unexplained()).isEqualTo(old.unexplained());
    }

    private static CloudTrailEvent failed(CloudTrailEvent event) {
        return new CloudTrailEvent(
                event.source(),
                event.name(),
                event.id(),
                event.time(),
                event.account(),
                event.region(),
                "LimitExceededException",
                event.errorMessage(),
                event.userAgent(),
                event.actor(),
                event.request(),
                event.response());
    }
}
