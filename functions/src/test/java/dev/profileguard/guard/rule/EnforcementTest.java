package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.guard.rule.Explanation.Evidence;
import dev.profileguard.iam.Role;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Release;
import dev.profileguard.state.Withheld;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnforcementTest {
    @Test
    void repairsWhatIsExplainedAndSaysWhoIsNotTrusted() {
        GuardPlan plan = decide(ADDED, explained(SWAPPED, new Cause.By(ADDED)));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.why())
                .isEqualTo(
                        "arn:aws:iam::123456789012:user/mallory is not trusted to change prod-web");
    }

    @Test
    void saysEachReasonOnce() {
        Baseline valid = new Baseline("AIPA1", "/", RECORDED, LOCKED, NOW, "pipeline", "e");
        List<AttributedDrift> known =
                List.of(
                        new AttributedDrift(SWAPPED, new Cause.By(ADDED)),
                        new AttributedDrift(UNLOCKED, new Cause.By(ADDED)),
                        new AttributedDrift(SWAPPED, new Cause.OwnRepair(valid)));

        assertThat(decide(ADDED, explanation(known, List.of(), null)).why())
                .isEqualTo(
                        "arn:aws:iam::123456789012:user/mallory is not trusted to change prod-web."
                                + " ProfileGuard reverted a valid change by pipeline"
                                + " (2026-01-15T09:30:00Z) before it knew it");
    }

    @Test
    void repairsUnexplainedDriftAfterItsGraceAndSaysThatNobodyIsKnown() {
        GuardPlan first = decide(SWEPT, explanation(List.of(), List.of(SWAPPED), null));
        GuardRecord waited = first.next();
        Explanation later = explanation(waited, List.of(), List.of(SWAPPED), null);

        GuardPlan early = at(GRACE.minusSeconds(1), later);
        GuardPlan due = at(GRACE, later);

        assertThat(first.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(first.why())
                .isEqualTo(
                        "CloudTrail does not show who changed prod-web: not reverted until"
                                + " 2026-01-15T10:00:00Z");
        assertThat(early.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(early.next().unexplained()).isEqualTo(waited.unexplained());
        assertThat(due.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(due.why())
                .isEqualTo(
                        "prod-web differs from its baseline, and CloudTrail does not show who"
                                + " changed it");
    }

    @Test
    void revertsNothingUnexplainedWhileCloudTrailCannotBeAsked() {
        GuardPlan plan = decide(SWEPT, explanation(List.of(), List.of(SWAPPED), "no permission"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.why())
                .isEqualTo(
                        "CloudTrail cannot be asked who changed prod-web (no permission): not"
                                + " reverted");
    }

    @Test
    void reportsAtOnceWhatNoWriteCanRepair() {
        Role again = new Role(WEB.name(), "AROA-NEW", "/");
        Drift recreated = new Drift.RoleRecreated(again, RECORDED);

        GuardPlan plan = decide(SWEPT, explanation(List.of(), List.of(recreated), null));

        assertThat(plan.decision()).isEqualTo(GuardDecision.CANNOT_REPAIR);
        assertThat(plan.why())
                .isEqualTo("prod-web differs from its baseline, and no IAM call can repair it");
        assertThat(plan.next().unexplained()).isNull();
    }

    @Test
    void nothingIsLeftToBeComparedAfterASweepThatAskedCloudTrailForEverything() {
        GuardRecord unverified = recorded().withUnverified(NOW);
        List<AttributedDrift> known = List.of(new AttributedDrift(SWAPPED, new Cause.By(ADDED)));
        Explanation history = explanation(unverified, known, List.of(), null);
        Explanation unavailable = explanation(unverified, known, List.of(), "no permission");
        Explanation event = resting(Evidence.EVENT, unverified, known, List.of(), null);

        assertThat(decide(SWEPT, history).next().unverified()).isNull();
        assertThat(decide(ADDED, history).next().unverified()).isEqualTo(NOW);
        assertThat(decide(SWEPT, unavailable).next().unverified()).isEqualTo(NOW);
        assertThat(decide(SWEPT, event).next().unverified()).isEqualTo(NOW);
    }

    @Test
    void revertsNothingDuringAReleaseAndNamesWhoChangedIt() {
        GuardRecord released =
                recorded().with(new Release(NOW.minusSeconds(60), NOW.plusSeconds(60), "r", NOW));
        List<AttributedDrift> known = List.of(new AttributedDrift(SWAPPED, new Cause.By(ADDED)));

        GuardPlan explained = decide(SWEPT, explanation(released, known, List.of(), null));
        GuardPlan unexplained =
                decide(SWEPT, explanation(released, List.of(), List.of(SWAPPED), null));

        assertThat(explained.decision()).isEqualTo(GuardDecision.RELEASED);
        assertThat(explained.findings().getFirst().actor()).contains("user/mallory");
        assertThat(unexplained.findings().getFirst().actor()).isEqualTo("unknown");
    }

    @Test
    void stopsWhereSomebodyKeepsChangingIt() {
        GuardRecord fought = recorded();
        for (int i = 0; i < 3; i++) {
            fought = fought.with(new Repair(NOW, "e" + i, "mallory"));
        }
        List<AttributedDrift> known = List.of(new AttributedDrift(SWAPPED, new Cause.By(ADDED)));

        GuardPlan plan = decide(SWEPT, explanation(fought, known, List.of(), null));

        assertThat(plan.decision()).isEqualTo(Decision.Common.BREAKER_OPEN);
        assertThat(plan.why()).isEqualTo("3 repairs within 10 minutes: somebody keeps changing it");
    }

    @Test
    void blamesNobodyForWhatWeRepairedOrWithheldOurselves() {
        GuardRecord released =
                recorded().with(new Release(NOW.minusSeconds(60), NOW.plusSeconds(60), "r", NOW));
        Baseline valid = new Baseline("AIPA1", "/", RECORDED, LOCKED, NOW, "pipeline", "e");
        Withheld withheld = new Withheld(NOW, "mallory", "event-5", "mallory removed role web");
        List<Cause> ours = List.of(new Cause.OwnRepair(valid), new Cause.Remembered(withheld));

        assertThat(ours)
                .allSatisfy(cause -> {
                    AttributedDrift known = new AttributedDrift(SWAPPED, cause);
                    GuardPlan plan =
                            decide(ADDED, explanation(released, List.of(known), List.of(), null));
                    assertThat(plan.findings().getFirst().actor()).isEqualTo("unknown");
                    assertThat(decide(ADDED, explained(SWAPPED, cause)).why())
                            .isEqualTo(
                                    cause instanceof Cause.OwnRepair own
                                            ? own.described()
                                            : ((Cause.Remembered) cause).described());
                });
    }

    private static final Duration GRACE = Duration.ofMinutes(30);
    private static final RecordedRole RECORDED = new RecordedRole(WEB.name(), WEB.id());
    private static final Drift SWAPPED = new Drift.RoleSwapped(EVIL, RECORDED);
    private static final Drift UNLOCKED = new Drift.GuardTagLost(null);
    private static final Change ADDED = by(MALLORY, new Edit.RoleAdded(EVIL.name()));
    private static final Change SWEPT =
            by(new Actor.Unattributed(), new Edit.Found("found by a sweep"));

    private static GuardPlan decide(Change occasion, Explanation explanation) {
        return new Enforcement(GUARD, occasion, GRACE, NOW).decide(explanation);
    }

    private static GuardPlan at(Duration later, Explanation explanation) {
        return new Enforcement(GUARD, SWEPT, GRACE, NOW.plus(later)).decide(explanation);
    }

    private static Explanation explained(Drift drift, Cause cause) {
        return explanation(List.of(new AttributedDrift(drift, cause)), List.of(), null);
    }

    private static Explanation explanation(
            List<AttributedDrift> known, List<Drift> unknown, @Nullable String unavailable) {
        return explanation(recorded(), known, unknown, unavailable);
    }

    private static Explanation explanation(
            GuardRecord record,
            List<AttributedDrift> known,
            List<Drift> unknown,
            @Nullable String unavailable) {
        return resting(Evidence.HISTORY, record, known, unknown, unavailable);
    }

    @SuppressWarnings("NullAway") // it does not see that nothing can be adopted
    private static Explanation resting(
            Evidence evidence,
            GuardRecord record,
            List<AttributedDrift> known,
            List<Drift> unknown,
            @Nullable String unavailable) {
        ObservedProfile seen = new ObservedProfile(record, holding(EVIL));
        return new Explanation(seen, null, known, unknown, unavailable, evidence);
    }
}
