package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.BREAKER;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.MALLORY;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.guard.rule.Explanation.Evidence;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.StackCanary;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The canary's profile, whose guard tag its function takes off to see it set again.
class CanaryRuleTest {
    @Test
    void theTagIsSetAgainWithoutAProofAndWithoutALookIntoCloudTrail() {
        Plan plan = plan(new GuardRecord(NAME, null, null, List.of(), 0), unlocked());

        assertThat(plan.decision()).isEqualTo(GuardDecision.CANARY);
        assertThat(plan.actions()).hasSize(1);
        assertThat(plan.findings()).isEmpty();
        assertThat(plan.doneByOthers()).as("it is the canary's whoever sets the tag").isNull();
        assertThat(answers.asked()).noneMatch(Read.OfHistory.class::isInstance);
    }

    @Test
    void nothingIsDoneWhereTheTagIsThere() {
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(600));

        Plan plan = plan(recorded(), profile(LOCKED));

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
    }

    @Test
    void isNoFightHoweverOftenTheTagIsSetAgain() {
        GuardRecord often = recorded();
        for (int i = 0; i < BREAKER.reverts(); i++) {
            often = often.with(new Repair(NOW.minusSeconds(i), "e-" + i, "x"));
        }

        assertThat(decided(often, new Cause.ByCanary(TAKEN_OFF)).decision())
                .isEqualTo(GuardDecision.CANARY);
        assertThat(decided(often, new Cause.By(TAKEN_OFF)).decision())
                .isNotEqualTo(GuardDecision.CANARY);
    }

    @Test
    void whatSomebodyElseChangedTooIsARepairLikeAnyOther() {
        Drift missing = new Drift.RoleMissing(new RecordedRole(WEB.name(), WEB.id()));
        Change removed = change(MALLORY, new Edit.RoleRemoved(WEB.name()));
        Explanation both =
                explanation(
                        recorded(),
                        List.of(
                                new AttributedDrift(UNLOCKED, new Cause.ByCanary(TAKEN_OFF)),
                                new AttributedDrift(missing, new Cause.By(removed))));

        assertThat(enforcement().decide(both).decision()).isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void saysWhatTheCanaryDidByItsEvent() {
        Cause cause = new Cause.ByCanary(TAKEN_OFF);

        assertThat(cause.eventId()).isEqualTo(TAKEN_OFF.eventId());
        assertThat(cause.described()).isEqualTo(TAKEN_OFF.described()).isNotBlank();
        assertThat(decided(recorded(), cause).why()).contains(TAKEN_OFF.described());
    }

    @Test
    void noExemptionAndNoServiceKeepsTheCanarysEventsFromBeingEvaluated() {
        Guard exempting = guard("stack-*");
        Change found = change(new Actor.Unattributed(), new Edit.Found("found by a sweep"));

        assertThat(exempting.untouchable(NAME)).isEqualTo("stack-canary matches ExemptNames");
        assertThat(exempting.untouchable(TAKEN_OFF)).isNull();
        assertThat(exempting.untouchable(found)).isEqualTo("stack-canary matches ExemptNames");
        assertThat(
                        GUARD.owner(
                                NAME,
                                new ObservedProfile(GuardRecord.none(NAME), profile(LOCKED)),
                                CANARY))
                .isNull();
    }

    private static final ProfileName NAME = new ProfileName("stack-canary");
    private static final String ROLE = "arn:aws:iam::123456789012:role/stack-CanaryRole";
    private static final Actor CANARY = new Actor.RoleSession(ROLE, "stack-Canary");
    private static final Guard GUARD = guard("");
    private static final Tags OFF = Tags.of(GuardedProfiles.TAG, Canary.TAKEN_OFF);
    private static final Change TAKEN_OFF = change(CANARY, new Edit.Tagged(OFF));
    private static final Drift UNLOCKED = new Drift.GuardTagLost(Canary.TAKEN_OFF);

    private final Answers answers = new Answers().give(Read.OfTime.NOW, NOW.plusSeconds(5));

    private Plan plan(GuardRecord record, InstanceProfile found) {
        answers.give(new Read.OfGuardRecord(NAME), record)
                .give(new Read.OfProfile(NAME), found)
                .give(
                        new Read.OfRole(WEB.name()),
                        new RoleDetail(WEB, "{}", Tags.NONE, null, Instant.EPOCH));
        GuardTask task =
                new GuardTask(
                        TAKEN_OFF,
                        GUARD,
                        GuardRun.RECORDED,
                        Duration.ofMinutes(30),
                        Withholding.Switch.ON,
                        Reassociation.Switch.OFF,
                        true);
        return answers.plan(task.begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));
    }

    private static GuardPlan decided(GuardRecord record, Cause cause) {
        return enforcement()
                .decide(explanation(record, List.of(new AttributedDrift(UNLOCKED, cause))));
    }

    private static Enforcement enforcement() {
        return new Enforcement(GUARD, TAKEN_OFF, Duration.ofMinutes(30), NOW);
    }

    @SuppressWarnings("NullAway") // it does not see that nothing can be adopted
    private static Explanation explanation(GuardRecord record, List<AttributedDrift> known) {
        return new Explanation(
                new ObservedProfile(record, unlocked()),
                null,
                known,
                List.of(),
                null,
                Evidence.EVENT);
    }

    private static GuardRecord recorded() {
        return new GuardRecord(NAME, GuardTest.baseline().canarys(), null, List.of(), 1);
    }

    private static InstanceProfile unlocked() {
        return profile(OFF);
    }

    private static InstanceProfile profile(Tags tags) {
        return new InstanceProfile(NAME, "AIPA1", "/", WEB, tags);
    }

    private static Change change(Actor actor, Edit edit) {
        return by(actor, edit, NAME.value());
    }

    private static Guard guard(String exempt) {
        return new Guard(
                new GuardedProfiles(Globs.parse("prod-*")),
                new Exemptions(Globs.parse(exempt)),
                TrustedPrincipals.NOBODY,
                BREAKER,
                new Globs(List.of()),
                new StackCanary(Canary.of(NAME.value()), ROLE));
    }
}
