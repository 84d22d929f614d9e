package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardStepsTest {
    @Test
    void looksAgainWhereNothingCanBeDecidedYet() {
        assertThat(steps(owned()).of(new GuardPlan.LookAgain("not yet", recorded())))
                .isEqualTo(new Step.LookAgain("not yet"));
    }

    @Test
    void hasEvaluatedOnlyPartOfAProfileThatDiffersFromWhatWasAdopted() {
        GuardPlan adopted = GuardPlan.remember(GuardDecision.ADOPTED, "x", recorded());
        GuardPlan same = GuardPlan.remember(GuardDecision.NO_DRIFT, "x", recorded());
        GuardPlan ended = GuardPlan.remember(GuardDecision.ADOPTED, "x", none());

        assertThat(plan(holding(EVIL), adopted).coverage()).isEqualTo(Coverage.PARTIAL);
        assertThat(plan(null, ended).coverage()).isEqualTo(Coverage.PARTIAL);
        assertThat(plan(holding(WEB), adopted).coverage()).isEqualTo(Coverage.COMPLETE);
        assertThat(plan(holding(EVIL), same).coverage()).isEqualTo(Coverage.COMPLETE);
    }

    @Test
    void readsTheProfileAgainOnlyAfterARepairWhoseResultItsIdsShow() {
        assertThat(remediation(MISSING).shows()).isEqualTo(NAME);
        assertThat(remediation(SWAPPED).shows()).isNull();
    }

    @Test
    void looksAgainWhereTheQuotaIsReached() {
        assertThat(reaction(Effect.QUOTA_REACHED, recorded()))
                .isInstanceOfSatisfying(
                        Step.LookAgain.class,
                        again -> assertThat(again.why()).contains("prod-web", "quota"));
        assertThat(reaction(Effect.DONE, recorded())).isNull();
    }

    @Test
    void looksAgainForARoleThatWasRecordedJustNow() {
        assertThat(reaction(Effect.ROLE_GONE, recordedAt(NOW.minusSeconds(119))))
                .isInstanceOf(Step.LookAgain.class);
        assertThat(reaction(Effect.ROLE_GONE, recordedAt(NOW.minusSeconds(120)))).isNull();
        assertThat(reaction(Effect.ROLE_GONE, none())).isNull();
    }

    @Test
    void keepsTheNewIdOfAProfileThatItCreated() {
        InstanceProfile created = new InstanceProfile(NAME, "AIPA-NEW", "/new/", null, LOCKED);

        GuardRecord next = afterWrites(recorded(), new Memory.Written(NOW, created, null));
        GuardRecord without = afterWrites(recorded(), new Memory.Written(NOW, null, null));
        GuardRecord unrecorded = afterWrites(none(), new Memory.Written(NOW, created, null));

        assertThat(Objects.requireNonNull(next.baseline()).profileId()).isEqualTo("AIPA-NEW");
        assertThat(next.baseline().path()).isEqualTo("/new/");
        assertThat(without.baseline()).isEqualTo(recorded().baseline());
        assertThat(unrecorded.baseline()).isNull();
        assertThat(next.repairs())
                .singleElement()
                .satisfies(repair -> {
                    assertThat(repair.at()).isEqualTo(NOW);
                    assertThat(repair.eventId()).isEqualTo(CHANGE.eventId());
                    assertThat(repair.undone()).isEqualTo(CHANGE.described());
                    assertThat(repair.role()).isEqualTo("web");
                });
        assertThat(afterWrites(recorded(), new Memory.Written(null, null, null)))
                .isEqualTo(recorded());
    }

    @Test
    void reportsNothingThatAnotherInvocationRepaired() {
        assertThat(report(Effect.ALREADY)).isEmpty();
        assertThat(report(Effect.DONE))
                .extracting(Finding::kind)
                .containsExactly(Kind.ROLE_REVERTED);
    }

    @Test
    void reportsWhatIsDoneOfARepairThatFails() {
        Remediation.Done part = done(Effect.DONE);

        assertThat(remediation(MISSING).report().ofPart(part))
                .isEqualTo(remediation(MISSING).report().of(part))
                .hasSize(1);
    }

    @Test
    void expectsTheFindingWithTheActionsThatItStarts() {
        Remediation.Report report = remediation(MISSING).report();

        assertThat(report.expected(List.of("add role: started")))
                .singleElement()
                .extracting(Finding::done)
                .isEqualTo(List.of("add role: started"));
        assertThat(report.expected(List.of()))
                .singleElement()
                .extracting(Finding::done)
                .isEqualTo(List.of("nothing: no IAM call can restore it"));
    }

    @Test
    void givesOverdueDriftThatWasNotRepairedNoNewGracePeriod() {
        GuardRecord overdue = recorded().with(UNEXPLAINED);

        assertThat(afterNoWrites(overdue, FOUND, MISSING).unexplained()).isEqualTo(UNEXPLAINED);
        assertThat(afterNoWrites(recorded(), FOUND, MISSING).unexplained()).isNull();
        assertThat(afterNoWrites(overdue, CHANGE, MISSING).unexplained()).isNull();
        assertThat(afterNoWrites(overdue, FOUND, RECREATED).unexplained()).isNull();
    }

    @Test
    void keepsTheGracePeriodOfOtherDrift() {
        GuardRecord.Unexplained other = new GuardRecord.Unexplained(NOW, "RoleMissing no role");
        AttributedDrift attributed = new AttributedDrift(MISSING, new Cause.By(FOUND));
        Plan plan =
                (Plan)
                        steps(recorded().with(UNEXPLAINED), Explanation.Evidence.HISTORY)
                                .of(
                                        new GuardPlan.Repair(
                                                "x",
                                                List.of(attributed),
                                                recorded().with(other),
                                                List.of()));

        assertThat(withoutWrites(plan, recorded().with(other)).unexplained()).isEqualTo(other);
    }

    @Test
    void aRepairAfterAnEventAloneIsToBeComparedWithCloudTrail() {
        Plan byEvent = plan(recorded(), CHANGE, MISSING, Explanation.Evidence.EVENT);
        Plan byHistory = plan(recorded(), CHANGE, MISSING, Explanation.Evidence.HISTORY);
        Memory.Written written = new Memory.Written(NOW, null, null);

        assertThat(after(byEvent, recorded(), written).unverified()).isEqualTo(NOW);
        assertThat(after(byHistory, recorded(), written).unverified()).isNull();
    }

    private static final GuardRecord.Unexplained UNEXPLAINED =
            new GuardRecord.Unexplained(NOW.minusSeconds(9999), "RoleMissing no role");
    private static final Change FOUND =
            by(MALLORY, new Edit.RoleRemoved(WEB.name())).unattributed();
    private static final Drift RECREATED =
            new Drift.RoleRecreated(WEB, new RecordedRole(WEB.name(), "AROA-OLD"));

    private static GuardRecord afterNoWrites(GuardRecord seen, Change cause, Drift drift) {
        return withoutWrites(plan(seen, cause, drift, Explanation.Evidence.HISTORY), recorded());
    }

    private static GuardRecord withoutWrites(Plan plan, GuardRecord record) {
        return after(plan, record, new Memory.Written(null, null, null));
    }

    private static GuardRecord after(Plan plan, GuardRecord record, Memory.Written written) {
        return ((Memory.OfGuard) plan.memory()).afterWrites().apply(record, written);
    }

    private static Plan plan(
            GuardRecord seen, Change cause, Drift drift, Explanation.Evidence evidence) {
        AttributedDrift attributed = new AttributedDrift(drift, new Cause.By(cause));
        return (Plan)
                steps(seen, evidence)
                        .of(new GuardPlan.Repair("x", List.of(attributed), recorded(), List.of()));
    }

    private static GuardSteps steps(GuardRecord seen, Explanation.Evidence evidence) {
        return new GuardSteps(
                CHANGE,
                new ObservedProfile(seen, holding(null)),
                NOW,
                null,
                evidence,
                new Withholding(Withholding.Switch.ON, Mode.ENFORCE, Set.of(NAME.value())));
    }

    private static final Change CHANGE = by(MALLORY, new Edit.RoleRemoved(WEB.name()));
    private static final RecordedRole RECORDED = new RecordedRole(WEB.name(), WEB.id());
    private static final Drift MISSING = new Drift.RoleMissing(RECORDED);
    private static final Drift SWAPPED = new Drift.RoleSwapped(EVIL, RECORDED);

    private static GuardSteps steps(@Nullable InstanceProfile found) {
        return new GuardSteps(
                CHANGE,
                new ObservedProfile(recorded(), found),
                NOW,
                null,
                Explanation.Evidence.HISTORY,
                new Withholding(Withholding.Switch.ON, Mode.ENFORCE, Set.of(NAME.value())));
    }

    private static Plan plan(@Nullable InstanceProfile found, GuardPlan plan) {
        return (Plan) steps(found).of(plan);
    }

    private static Plan repair(Drift drift, GuardRecord next) {
        AttributedDrift attributed = new AttributedDrift(drift, new Cause.By(CHANGE));
        return plan(holding(null), new GuardPlan.Repair("x", List.of(attributed), next, List.of()));
    }

    private static Remediation remediation(Drift drift) {
        return repair(drift, recorded()).remediations().getFirst();
    }

    private static @Nullable Step reaction(Effect effect, GuardRecord next) {
        Action add = new Action.AddRole(NAME, WEB.name());
        return repair(MISSING, next).reaction().to(new PerformedAction(add, effect));
    }

    private static GuardRecord recordedAt(Instant time) {
        Baseline baseline =
                new Baseline("AIPA1", "/", RECORDED, LOCKED, time, "somebody", "event-0");
        return recorded().with(baseline);
    }

    private static GuardRecord afterWrites(GuardRecord record, Memory.Written written) {
        return ((Memory.OfGuard) repair(MISSING, recorded()).memory())
                .afterWrites()
                .apply(record, written);
    }

    private static List<Finding> report(Effect effect) {
        return remediation(MISSING).report().of(done(effect));
    }

    private static Remediation.Done done(Effect effect) {
        PerformedAction add = new PerformedAction(new Action.AddRole(NAME, WEB.name()), effect);
        return new Remediation.Done(List.of(add), List.of(add), null);
    }
}
