package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.MALLORY;
import static dev.profileguard.guard.rule.GuardRun.OWN;
import static dev.profileguard.guard.rule.GuardRun.SWEEP;
import static dev.profileguard.guard.rule.GuardRun.created;
import static dev.profileguard.guard.rule.GuardRun.next;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.Action;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.state.FormerProfile;
import dev.profileguard.state.GuardRecord;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a sweep makes of a profile that is right, after one of its name was deleted.
class AssociatingTaskTest {
    private static final Instant RIGHT = NOW.minusSeconds(3600);
    private static final GuardRecord REPLACED =
            recorded().withFormer(List.of(new FormerProfile("AIPA-OLD", RIGHT, NOW)));
    private static final String CURRENT = holding(WEB).id();

    @Test
    void forgetsTheDeletedProfileWhenNoInstanceHasItsId() {
        GuardRun run = run(REPLACED, List.of());

        Plan plan = run.plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(plan.actions()).isEmpty();
        assertThat(next(plan).former()).isEmpty();
    }

    @Test
    void keepsItWhileARegionDoesNotAnswer() {
        Plan plan = run(REPLACED, List.of("eu-west-3: denied")).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.ASSOCIATING);
        assertThat(next(plan).former()).hasSize(1);
    }

    @Test
    void associatesWhatUsedItAndReportsItOnce() {
        Plan plan = run(REPLACED, List.of(), use("assoc-1")).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.ASSOCIATING);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.AssociateInstance(
                                NAME, "eu-west-1", "i-1", "assoc-1", "AIPA-OLD"));
        assertThat(plan.findings()).hasSize(1);
    }

    @Test
    void reportsAtOnceWhatOnlyPeopleCanAssociate() {
        Plan plan = run(REPLACED, List.of(), use(null)).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.ASSOCIATING);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings()).hasSize(1);
    }

    @Test
    void asksEc2NothingWhereNoneWasDeleted() {
        GuardRun run = run(recorded(), List.of());

        assertThat(run.plan().decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(asksEc2(run)).isFalse();
    }

    /// Somebody else could have created the profile again, for instances that are not theirs.
    @Test
    void asksEc2OnlyIfCloudTrailShowsThatTheGuardCreatedAProfileWithAForeignId() {
        GuardRecord foreign = REPLACED.withForeign(CURRENT);
        GuardRun theirs = run(foreign, List.of(), use("assoc-1"));
        GuardRun own = run(foreign, List.of(), use("assoc-1"));

        Plan left = createdBy(theirs, created(-60, MALLORY, CURRENT)).plan();
        Plan done = createdBy(own, created(-60, OWN, CURRENT)).plan();

        assertThat(left.decision()).isEqualTo(GuardDecision.ASSOCIATING);
        assertThat(left.why())
                .isEqualTo(
                        "CloudTrail does not show that ProfileGuard created prod-web again: no"
                                + " instance is associated with it");
        assertThat(left.actions()).isEmpty();
        assertThat(asksEc2(theirs)).isFalse();
        assertThat(done.actions()).hasSize(1);
        assertThat(next(done).foreignId()).isNull();
    }

    private static GuardRun createdBy(GuardRun run, CloudTrailEvent creation) {
        return run.history(NAME.value(), RIGHT, creation);
    }

    private static boolean asksEc2(GuardRun run) {
        return run.asked().stream().anyMatch(Read.OfProfileUse.class::isInstance);
    }

    private static GuardRun run(GuardRecord record, List<String> missing, InstanceUse... uses) {
        return new GuardRun(SWEEP, record, holding(WEB))
                .associating()
                .at(LATER)
                .give(
                        new Read.OfProfileUse(Set.of(NAME.value())),
                        new ProfileUse(List.of(uses), missing));
    }

    private static InstanceUse use(@Nullable String association) {
        return new InstanceUse(
                "eu-west-1",
                "i-1",
                "running",
                "arn:aws:iam::123456789012:instance-profile/prod-web",
                "AIPA-OLD",
                RIGHT.minusSeconds(1),
                null,
                association,
                false);
    }
}
