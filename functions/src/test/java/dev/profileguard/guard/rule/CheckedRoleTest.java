package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.*;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Withheld;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A role that was withheld is checked again, and a profile that was created again is foreign
/// unless this stack created it.
class CheckedRoleTest {
    @Test
    void aRoleThatNobodyUsesStaysAndIsNotWithheldAnyMore() {
        GuardRun run = new GuardRun(SWEEP, WITHHELD, holding(WEB)).give(USE, ProfileUse.NONE);

        Plan plan = run.plan();

        assertThat(run.asked()).contains(USE);
        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(plan.actions()).isEmpty();
        assertThat(next(plan)).isEqualTo(recorded());
    }

    @Test
    void aRoleThatAnInstanceBeganToUseMeanwhileIsTakenOut() {
        Plan plan = new GuardRun(SWEEP, WITHHELD, holding(WEB)).give(USE, used(SINCE)).plan();

        assertThat(plan.actions()).containsExactly(new Action.RemoveRole(NAME, WEB.name()));
        assertThat(plan.decision()).isNotEqualTo(GuardDecision.NO_DRIFT);
        assertThat(next(plan).withheld()).isEqualTo(WITHHELD.withheld());
    }

    @Test
    void aRoleThatAnInstanceUsedBeforeStays() {
        Plan plan =
                new GuardRun(SWEEP, WITHHELD, holding(WEB))
                        .give(USE, used(SINCE.minusSeconds(1)))
                        .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(next(plan).withheld()).isNull();
    }

    @Test
    void aTrialRunKeepsWhatIsWithheld() {
        Plan plan =
                new GuardRun(SWEEP, WITHHELD, holding(WEB))
                        .in(Mode.OBSERVE)
                        .give(USE, ProfileUse.NONE)
                        .plan();

        assertThat(next(plan)).isEqualTo(WITHHELD);
    }

    @Test
    void asksNobodyAboutARoleThatWasNotWithheld() {
        GuardRun run = new GuardRun(SWEEP, recorded(), holding(WEB));

        assertThat(run.plan().decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(run.asked()).noneMatch(Read.OfProfileUse.class::isInstance);
    }

    @Test
    void asksNobodyAboutAnEmptyProfile() {
        GuardRecord empty = WITHHELD.with(baseline().withRole(null, SWEEP));
        GuardRun run = new GuardRun(SWEEP, empty, holding(null));

        Plan plan = run.plan();

        assertThat(run.asked()).noneMatch(Read.OfProfileUse.class::isInstance);
        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(next(plan)).isEqualTo(empty);
    }

    @Test
    void aWithheldRoleIsMissingBecauseOfWhatIsRecorded() {
        Plan plan = sweep(WITHHELD, holding(null)).give(ROLE, existing(WEB)).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions()).containsExactly(new Action.AddRole(NAME, WEB.name()));
        assertThat(gates(plan)).hasOnlyElementsOfType(RoleGate.class);
    }

    @Test
    void aRoleThatIsGoneNeedsNoGate() {
        Plan gone = sweep(WITHHELD, holding(null)).give(ROLE, null).plan();

        assertThat(gone.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(gates(gone)).containsOnly(Remediation.Gate.OPEN);
    }

    @Test
    void looksForTheRoleOnlyWhereAllRolesAreKnown() {
        GuardRun run = sweep(WITHHELD, holding(null)).withoutKnowingRoles();

        assertThat(gates(run.plan())).hasOnlyElementsOfType(RoleGate.class);
        assertThat(run.asked()).doesNotContain(ROLE);
    }

    @Test
    void looksForNoRoleWhereTheBaselineHasNone() {
        GuardRecord empty =
                recorded().with(baseline().withRole(null, changeOf(removed(0, PIPELINE, "web"))));
        GuardRun run = new GuardRun(changeOf(added(5, MALLORY, "evil")), empty, holding(EVIL));

        Plan plan = run.plan();

        assertThat(plan.actions()).containsExactly(new Action.RemoveRole(NAME, EVIL.name()));
        assertThat(run.asked()).noneMatch(Read.OfRole.class::isInstance);
    }

    @Test
    void aProfileThatThisStackCreatedBeforeItWasStoppedIsNotForeign() {
        GuardRun run = again(WITHHELD, created(10, OWN, "AIPA-NEW")).give(ROLE, existing(WEB));

        Plan plan = run.plan();

        assertThat(run.lookups()).contains(BEGUN);
        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(next(plan).foreignId()).isNull();
    }

    @Test
    void aProfileThatSomebodyElseCreatedIsForeign() {
        Plan plan =
                again(WITHHELD, created(10, MALLORY, "AIPA-NEW")).give(ROLE, existing(WEB)).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(next(plan).foreignId()).isEqualTo("AIPA-NEW");
    }

    @Test
    void aProfileIsForeignWhileCloudTrailCannotBeAskedWhoCreatedIt() {
        Plan plan =
                again(WITHHELD)
                        .give(BEGUN, new Read.History.Unavailable("AccessDenied"))
                        .give(ROLE, existing(WEB))
                        .plan();

        assertThat(next(plan).foreignId()).isEqualTo("AIPA-NEW");
    }

    @Test
    void asksWhoCreatedAProfileOnlyIfARepairBegan() {
        GuardRun run =
                new GuardRun(changeOf(removed(20, MALLORY, "web")), recorded(), RECREATED)
                        .at(LATER)
                        .give(ROLE, existing(WEB));
        histories(run);

        Plan plan = run.plan();

        assertThat(run.lookups()).doesNotContain(BEGUN);
        assertThat(next(plan).foreignId()).isEqualTo("AIPA-NEW");
    }

    @Test
    void asksWhoCreatedAProfileOnlyIfItWasCreatedAgain() {
        GuardRun run = sweep(WITHHELD, holding(null)).give(ROLE, existing(WEB));

        assertThat(next(run.plan()).foreignId()).isNull();
        assertThat(run.lookups()).doesNotContain(BEGUN);
    }

    @Test
    void doesNotAskWhoCreatedAProfileThatIsGone() {
        GuardRun run = new GuardRun(DELETED, WITHHELD, null).give(ROLE, existing(WEB)).at(LATER);
        histories(run);

        Plan plan = run.plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions()).anyMatch(Action.CreateProfile.class::isInstance);
        assertThat(run.lookups()).doesNotContain(BEGUN);
    }

    @Test
    void aSweepThatReadsTheHistoryConfirmsTheAdoptionItFindsThere() {
        CloudTrailEvent trusted = added(1, PIPELINE, "web-v2");
        Role v2 = role("web-v2");
        GuardRun run = new GuardRun(SWEEP, recorded(), holding(v2)).at(LATER);
        run.give(new Read.OfRole(v2.name()), existing(v2));
        run.history("prod-web", baseline().asOf(), removed(0, PIPELINE, "web"), trusted)
                .history("web-v2", baseline().asOf())
                .history("web", baseline().asOf());

        Plan plan = run.plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.findings()).extracting(Finding::kind).contains(Kind.CHANGE_ADOPTED);
        assertThat(next(plan).unproven()).isNull();
    }

    private static final Instant SINCE = NOW.minusSeconds(60);
    private static final GuardRecord WITHHELD =
            recorded().withWithheld(new Withheld(SINCE, "mallory", "event-5", "removed role web"));
    private static final Read.OfProfileUse USE = new Read.OfProfileUse(Set.of(NAME.value()));
    private static final Read.OfRole ROLE = new Read.OfRole(WEB.name());
    private static final Read.OfHistory BEGUN = new Read.OfHistory("prod-web", SINCE);
    private static final InstanceProfile RECREATED =
            new InstanceProfile(NAME, "AIPA-NEW", "/", null, LOCKED);
    private static final Change DELETED =
            changeOf(
                    event(
                            0,
                            MALLORY,
                            "DeleteInstanceProfile",
                            Map.of("instanceProfileName", "prod-web"),
                            Map.of()));

    private static GuardRun sweep(GuardRecord record, @Nullable InstanceProfile found) {
        return histories(new GuardRun(SWEEP, record, found));
    }

    /// The profile was created again; CloudTrail shows these calls since the repair began.
    private static GuardRun again(GuardRecord record, CloudTrailEvent... calls) {
        return sweep(record, RECREATED).history("prod-web", SINCE, calls);
    }

    private static GuardRun histories(GuardRun run) {
        return run.history("prod-web", baseline().asOf()).history("web", baseline().asOf());
    }

    private static List<Remediation.Gate> gates(Plan plan) {
        return plan.remediations().stream().map(Remediation::gate).toList();
    }

    private static ProfileUse used(Instant associated) {
        return new ProfileUse(
                List.of(
                        new InstanceUse(
                                "eu-central-1",
                                "i-1",
                                "running",
                                "arn:aws:iam::123456789012:instance-profile/prod-web",
                                "AIPA1",
                                associated,
                                null,
                                "iip-assoc-1",
                                false)),
                List.of());
    }
}
