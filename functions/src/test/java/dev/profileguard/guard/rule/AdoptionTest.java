package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Repair;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdoptionTest {
    @Test
    void aTrustedSwapBecomesTheBaseline() {
        GuardPlan plan =
                decide(by(PIPELINE, new Edit.RoleAdded(V2.name())), recorded(), holding(V2));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(roleOf(plan)).isEqualTo(new RecordedRole(V2.name(), V2.id()));
        assertThat(kinds(plan)).containsExactly(Kind.CHANGE_ADOPTED);
        assertThat(plan.why()).startsWith("Adopted because the principal is trusted");
    }

    @Test
    void aTrustedChangeOfTheRoleSettlesAProvisionalBaseline() {
        GuardRecord evil = provisional(EVIL);

        assertThat(isProvisional(decide(by(PIPELINE, ADD_V2), evil, holding(V2)))).isFalse();
        assertThat(
                        isProvisional(
                                decide(
                                        by(PIPELINE, new Edit.RoleRemoved(EVIL.name())),
                                        evil,
                                        holding(null))))
                .isFalse();
        assertThat(isProvisional(decide(by(MALLORY, ADD_V2), evil, holding(V2)))).isTrue();
    }

    /// The baseline was recorded after the change of somebody else that came later.
    @Test
    void anEarlierTrustedAdditionOfTheRoleThatIsThereSettlesAProvisionalBaseline() {
        Change before = at(NOW.minusSeconds(100), PIPELINE, ADD_V2, NAME.value());

        GuardPlan settled = decide(before, provisional(V2), holding(V2));

        assertThat(settled.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(isProvisional(settled)).isFalse();
        assertThat(decide(before, provisional(EVIL), holding(EVIL)).decision())
                .isEqualTo(GuardDecision.SUPERSEDED);
    }

    @Test
    void theGuardTagFromATrustedPrincipalSettlesAProvisionalBaselineAlsoIfItIsSetAlready() {
        InstanceProfile locked = holding(EVIL).tagged(LOCKED);
        GuardRecord record = record(locked);

        GuardPlan settled = decide(by(PIPELINE, new Edit.Tagged(LOCKED)), record, locked);
        GuardPlan other =
                decide(by(PIPELINE, new Edit.Tagged(Tags.of("Team", "a"))), record, locked);
        GuardPlan untrusted = decide(by(MALLORY, new Edit.Tagged(LOCKED)), record, locked);

        assertThat(settled.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(settled.why()).endsWith("it is no longer provisional");
        assertThat(isProvisional(settled)).isFalse();
        assertThat(isProvisional(other)).isTrue();
        assertThat(isProvisional(untrusted)).isTrue();
    }

    private static GuardRecord provisional(Role role) {
        return record(holding(role));
    }

    private static GuardRecord record(InstanceProfile found) {
        Change seen = at(NOW.minusSeconds(60), MALLORY, new Edit.Created("AIPA1"), NAME.value());
        return none().with(Baseline.of(found, seen).provisional(true));
    }

    @Test
    void everybodyIsTrustedViaTheServiceThatIsNamedSo() {
        Actor service = new Actor.Service("cloudformation.amazonaws.com", MALLORY);

        assertThat(
                        decide(by(service, new Edit.RoleAdded(V2.name())), recorded(), holding(V2))
                                .decision())
                .isEqualTo(GuardDecision.ADOPTED);
    }

    @Test
    void aSessionNameEarnsNoTrust() {
        Actor impostor =
                new Actor.RoleSession("arn:aws:iam::123456789012:role/other", "role/ci/deployer");

        assertThat(
                        decide(by(impostor, new Edit.RoleAdded(V2.name())), recorded(), holding(V2))
                                .decision())
                .isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void anIntrudersSwapRightAfterATrustedOneIsNotAdoptedWithIt() {
        Change trusted = by(PIPELINE, new Edit.RoleAdded(V2.name()));
        Change intruder = later(1, MALLORY, new Edit.RoleAdded(EVIL.name()));

        GuardPlan first = late(trusted, recorded(), holding(EVIL));
        GuardPlan second = late(intruder, first.next(), holding(EVIL));

        assertThat(roleOf(first)).isEqualTo(new RecordedRole(V2.name(), null));
        assertThat(actions(second))
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, V2.name()));
    }

    @Test
    void aTrustedChangeThatWeUndidIsPutBack() {
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(2)));

        GuardPlan plan = decide(by(PIPELINE, new Edit.RoleAdded(V2.name())), undone, holding(WEB));

        assertThat(actions(plan))
                .containsExactly(
                        new Action.RemoveRole(NAME, WEB.name()),
                        new Action.AddRole(NAME, V2.name()));
        assertThat(plan)
                .isInstanceOfSatisfying(
                        GuardPlan.Repair.class,
                        repair ->
                                assertThat(repair.attributed())
                                        .extracting(AttributedDrift::cause)
                                        .containsExactly(
                                                new Cause.OwnRepair(
                                                        Objects.requireNonNull(
                                                                plan.next().baseline()))));
        assertThat(roleOf(plan)).isEqualTo(new RecordedRole(V2.name(), null));
    }

    @Test
    void theRolesIdIsLearnedOnceItIsSeen() {
        GuardRecord pending =
                recorded()
                        .with(
                                baseline()
                                        .withRole(
                                                new RecordedRole(V2.name(), null),
                                                later(0, PIPELINE, ADD_V2)));

        GuardPlan plan = decide(later(1, MALLORY, new Edit.Tagged(LOCKED)), pending, holding(V2));

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(roleOf(plan)).isEqualTo(new RecordedRole(V2.name(), V2.id()));
    }

    @Test
    void anOlderTrustedChangeNeverOverwritesANewerOne() {
        GuardPlan newer = decide(later(10, PIPELINE, ADD_V2), recorded(), holding(V2));
        GuardPlan older =
                late(by(PIPELINE, new Edit.RoleAdded(WEB.name())), newer.next(), holding(V2));

        assertThat(older.decision()).isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(older.next()).isEqualTo(newer.next());
    }

    @Test
    void removeAndAddWithinOneSecondEndTheSameInEitherOrder() {
        Change remove = by(PIPELINE, new Edit.RoleRemoved(WEB.name()));
        Change add = by(PIPELINE, ADD_V2);

        GuardRecord inOrder =
                decide(add, decide(remove, recorded(), holding(V2)).next(), holding(V2)).next();
        GuardRecord reversed =
                decide(remove, decide(add, recorded(), holding(V2)).next(), holding(V2)).next();

        assertThat(inOrder.baseline()).isEqualTo(reversed.baseline());
    }

    @Test
    void removingAndAddingTheSameRoleWithinOneSecondKeepsIt() {
        Change remove = by(PIPELINE, new Edit.RoleRemoved(WEB.name()));
        Change add = by(PIPELINE, new Edit.RoleAdded(WEB.name()));

        GuardPlan reversed = late(remove, late(add, recorded(), holding(WEB)).next(), holding(WEB));

        assertThat(reversed.decision()).isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(roleOf(reversed)).isEqualTo(new RecordedRole(WEB.name(), WEB.id()));
    }

    @Test
    void aRemovalOfAnotherRoleCountsAsItLeavesTheProfileEmpty() {
        Change remove = later(3, PIPELINE, new Edit.RoleRemoved(V2.name()));
        Change add = later(2, PIPELINE, ADD_V2);

        GuardPlan removed = late(remove, recorded(), holding(null));
        GuardPlan addedBefore = late(add, removed.next(), holding(null));

        assertThat(roleOf(removed)).isNull();
        assertThat(addedBefore.decision()).isEqualTo(GuardDecision.SUPERSEDED);
    }

    @Test
    void aSwapAndAnIntrudersWithinTheSameSecondEndWithTheTrustedRole() {
        Change remove = by(PIPELINE, new Edit.RoleRemoved(WEB.name()));
        Change add = by(PIPELINE, ADD_V2);

        GuardRecord inOrder =
                decide(add, decide(remove, recorded(), holding(EVIL)).next(), holding(EVIL)).next();
        GuardRecord twice = decide(remove, inOrder, holding(null)).next();

        assertThat(inOrder.baseline())
                .extracting(Baseline::role)
                .isEqualTo(new RecordedRole(V2.name(), null));
        assertThat(twice).isEqualTo(inOrder);
    }

    @Test
    void withinOneSecondAnAdditionCountsAsLaterThanARemoval() {
        GuardPlan added = decide(by(PIPELINE, ADD_V2), recorded(), holding(null));
        GuardPlan removed =
                decide(by(PIPELINE, new Edit.RoleRemoved(V2.name())), added.next(), holding(null));

        assertThat(removed.decision()).isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(removed.next()).isEqualTo(added.next());
    }

    @Test
    void theSameEventTwiceIsAdoptedOnce() {
        Change change = by(PIPELINE, ADD_V2);
        GuardPlan first = decide(change, recorded(), holding(V2));

        GuardPlan again = decide(change, first.next(), holding(V2));

        assertThat(again.decision()).isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(again.findings()).isEmpty();
        assertThat(again.next()).isEqualTo(first.next());
    }

    @Test
    void anAdditionIsAdoptedBeforeIamShowsIt() {
        GuardPlan emptied =
                decide(by(PIPELINE, new Edit.RoleRemoved(WEB.name())), recorded(), holding(null));

        GuardPlan added = decide(by(PIPELINE, ADD_V2), emptied.next(), holding(null));

        assertThat(added).isNotInstanceOf(GuardPlan.LookAgain.class);
        assertThat(roleOf(added)).isEqualTo(new RecordedRole(V2.name(), null));
    }

    @Test
    void aRemovalThatOutranTheAdditionBeforeItWaitsForThat() {
        GuardPlan emptied =
                decide(by(PIPELINE, new Edit.RoleRemoved(WEB.name())), recorded(), holding(null));
        Change outran = later(1, MALLORY, new Edit.RoleRemoved(V2.name()));

        GuardPlan early = decide(outran, emptied.next(), holding(null));
        GuardPlan added = decide(by(PIPELINE, ADD_V2), emptied.next(), holding(null));
        GuardPlan again = decide(outran, added.next(), holding(null));

        assertThat(early).isInstanceOf(GuardPlan.LookAgain.class);
        assertThat(actions(again)).containsExactly(new Action.AddRole(NAME, V2.name()));
    }

    @Test
    void aProfileThatATrustedPrincipalEmptiedStaysEmpty() {
        GuardPlan emptied =
                decide(by(PIPELINE, new Edit.RoleRemoved(WEB.name())), recorded(), holding(null));

        GuardPlan filled =
                decide(
                        later(1, MALLORY, new Edit.RoleAdded(EVIL.name())),
                        emptied.next(),
                        holding(EVIL));

        assertThat(emptied.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(actions(filled)).containsExactly(new Action.RemoveRole(NAME, EVIL.name()));
    }

    @Test
    void aTrustedDeletionEndsTheGuard() {
        GuardPlan plan = decide(by(PIPELINE, new Edit.Deleted()), recorded(), null);

        assertThat(plan.decision()).isEqualTo(GuardDecision.GUARD_ENDED);
        assertThat(plan.next().isEmpty()).isTrue();
    }

    @Test
    void aTrustedDeletionThatWeUndidIsSaidToHaveToBeRepeated() {
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(2), "e", "somebody else"));

        GuardPlan plan = decide(by(PIPELINE, new Edit.Deleted()), undone, holding(WEB));

        assertThat(kinds(plan)).containsExactly(Kind.TRUSTED_CHANGE_UNDONE);
        assertThat(plan.next().baseline()).isNull();
    }

    @Test
    void aDeletionThatATrustedCreationFollowedChangesNothing() {
        InstanceProfile again = new InstanceProfile(NAME, "AIPA-NEW", "/team/", V2, Tags.NONE);
        GuardRecord recreated =
                late(by(PIPELINE, new Edit.Created("AIPA-NEW")), recorded(), again).next();

        GuardPlan plan = late(later(-1, PIPELINE, new Edit.Deleted()), recreated, again);

        assertThat(recreated.baseline())
                .extracting(Baseline::profileId, Baseline::path)
                .containsExactly("AIPA-NEW", "/team/");
        assertThat(plan.decision()).isEqualTo(GuardDecision.SUPERSEDED);
    }

    @Test
    void aTrustedPrincipalMayEndATagsGuard() {
        ProfileName name = new ProfileName("dev-box");
        Change untag = at(NOW, PIPELINE, new Edit.Untagged(Set.of("profile-guard")), "dev-box");
        InstanceProfile untagged = new InstanceProfile(name, "AIPA1", "/", WEB, Tags.NONE);

        GuardPlan plan = decide(untag, recorded(), untagged);

        assertThat(plan.decision()).isEqualTo(GuardDecision.GUARD_ENDED);
        assertThat(kinds(plan)).containsExactly(Kind.GUARD_ENDED);
    }

    @Test
    void tagsThatATrustedPrincipalSetAreRecordedAndOthersAreNot() {
        InstanceProfile tagged =
                new InstanceProfile(
                        NAME, "AIPA1", "/", WEB, LOCKED.with("Owner", "web").with("Sneaked", "in"));

        GuardPlan plan =
                decide(by(PIPELINE, new Edit.Tagged(Tags.of("Owner", "web"))), recorded(), tagged);

        assertThat(plan.next().baseline())
                .extracting(Baseline::tags)
                .isEqualTo(LOCKED.with("Owner", "web"));
        assertThat(plan.why()).endsWith("its tags are recorded");
    }

    @Test
    void ofADeletionAndADecisionWithinOneSecondTheStateInIamSaysWhichWasLater() {
        GuardRecord now = recordedAt(NOW);
        Change deletion = by(PIPELINE, new Edit.Deleted());

        assertThat(late(deletion, now, holding(WEB)).decision())
                .isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(late(deletion, now, null).decision()).isEqualTo(GuardDecision.GUARD_ENDED);
    }

    @Test
    void ofTwoAdditionsWithinOneSecondTheOneThatIamShowsIsAdopted() {
        GuardRecord now = recordedAt(NOW);
        Change addition = by(PIPELINE, ADD_V2);

        assertThat(late(addition, now, holding(WEB)).decision())
                .isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(late(addition, now, holding(V2)).decision()).isEqualTo(GuardDecision.ADOPTED);
    }

    @Test
    void aTrustedRemovalThatWeUndidIsDoneAgainAndOthersAreOnlyAdopted() {
        Change removal = by(PIPELINE, new Edit.RoleRemoved(WEB.name()));
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(2)));

        assertThat(actions(late(removal, undone, holding(WEB))))
                .containsExactly(new Action.RemoveRole(NAME, WEB.name()));
        assertThat(late(removal, undone, holding(null)).decision())
                .isEqualTo(GuardDecision.ADOPTED);
        assertThat(late(removal, recorded(), holding(WEB)).decision())
                .isEqualTo(GuardDecision.ADOPTED);
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNoUndoneRepair() {
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(2)));
        InstanceProfile unlocked = new InstanceProfile(NAME, "AIPA1", "/", WEB, Tags.NONE);

        GuardPlan plan = late(by(PIPELINE, ADD_V2), undone, unlocked);

        assertThat(plan.drifts()).singleElement().isInstanceOf(Drift.RoleSwapped.class);
    }

    @Test
    void aTrustedChangeOfTheGuardTagThatWeUndidIsReported() {
        Change untag = by(PIPELINE, new Edit.Untagged(Set.of("profile-guard")));
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(2)));

        assertThat(kinds(late(untag, undone, holding(WEB))))
                .containsExactly(Kind.TRUSTED_CHANGE_UNDONE);
        assertThat(kinds(late(untag, recorded(), holding(WEB)))).isEmpty();
    }

    @Test
    void anotherTagThatHasAnotherValueByNowIsNoUndoneRepair() {
        Change tag = by(PIPELINE, new Edit.Tagged(Tags.of("Owner", "web")));
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(2)));

        GuardPlan plan = late(tag, undone, holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.SUPERSEDED);
        assertThat(kinds(plan)).isEmpty();
    }

    private static GuardRecord recordedAt(Instant time) {
        return recorded()
                .with(
                        new Baseline(
                                "AIPA1",
                                "/",
                                new RecordedRole(WEB.name(), WEB.id()),
                                LOCKED,
                                time,
                                "somebody",
                                "event-0"));
    }

    private static final Role V2 = new Role(new RoleName("web-v2"), "AROA-V2", "/");
    private static final Edit ADD_V2 = new Edit.RoleAdded(V2.name());

    private static Change later(int seconds, Actor actor, Edit edit) {
        return at(NOW.plusSeconds(seconds), actor, edit, NAME.value());
    }

    private static GuardPlan late(
            Change change, GuardRecord record, @Nullable InstanceProfile found) {
        Instant whenNothingIsFresh = NOW.plusSeconds(600);
        return decide(change, record, found, whenNothingIsFresh);
    }
}
