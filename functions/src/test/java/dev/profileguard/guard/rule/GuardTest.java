package dev.profileguard.guard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Release;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    @Test
    void leavesAProfileAloneThatNothingGuards() {
        Change change = by(MALLORY, new Edit.RoleAdded(EVIL.name()), "dev-box");
        InstanceProfile found =
                new InstanceProfile(new ProfileName("dev-box"), "AIPA1", "/", EVIL, Tags.NONE);

        GuardPlan plan =
                GUARD.decide(
                        change,
                        new ObservedProfile(GuardRecord.none(change.profile()), found),
                        NOW);

        assertThat(plan.decision()).isEqualTo(GuardDecision.NOT_GUARDED);
        assertThat(plan.drifts()).isEmpty();
    }

    @Test
    void guardsByNameWhateverTheCase() {
        assertThat(GUARD.guards(new ProfileName("PROD-Web"), new ObservedProfile(none(), null)))
                .isTrue();
    }

    @Test
    void guardsByTagAndByBaseline() {
        ProfileName name = new ProfileName("dev-box");
        InstanceProfile tagged = new InstanceProfile(name, "AIPA1", "/", WEB, LOCKED);

        assertThat(GUARD.guards(name, new ObservedProfile(GuardRecord.none(name), tagged)))
                .isTrue();
        assertThat(GUARD.guards(name, new ObservedProfile(recorded(), null))).isTrue();
        assertThat(GUARD.guards(name, new ObservedProfile(GuardRecord.none(name), null))).isFalse();
    }

    @Test
    void recordsACompleteProfileAtFirstSight() {
        GuardPlan plan = decide(by(PIPELINE, new Edit.RoleAdded(WEB.name())), none(), holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.RECORDED);
        assertThat(roleOf(plan)).isEqualTo(new RecordedRole(WEB.name(), WEB.id()));
        assertThat(isProvisional(plan)).isFalse();
        assertThat(kinds(plan)).containsExactly(Kind.BASELINE_RECORDED);
    }

    @Test
    void recordsProvisionallyWhatNoTrustedChangeAccountsFor() {
        InstanceProfile found = holding(EVIL);
        Edit removed = new Edit.RoleRemoved(WEB.name());

        assertThat(first(MALLORY, new Edit.RoleAdded(EVIL.name()), found)).isTrue();
        assertThat(first(MALLORY, new Edit.Tagged(LOCKED), found)).isTrue();
        assertThat(first(MALLORY, new Edit.Created("AIPA1"), found)).isTrue();
        assertThat(first(MALLORY, removed, found)).isTrue();
        assertThat(first(PIPELINE, new Edit.Tagged(Tags.of("Owner", "me")), found)).isTrue();
        assertThat(first(PIPELINE, new Edit.RoleAdded(WEB.name()), found)).isTrue();
        assertThat(first(PIPELINE, new Edit.RoleAdded(EVIL.name()), found)).isFalse();
        assertThat(first(PIPELINE, new Edit.Tagged(LOCKED), found)).isFalse();
        assertThat(first(MALLORY, new Edit.Found("by a sweep"), found)).isFalse();
    }

    /// Otherwise an intruder who adds a role right after the pipeline created the profile, or after
    /// it removed a role to replace it, would have it recorded.
    @Test
    void waitsForTheEventThatAddedTheRoleAfterATrustedChange() {
        for (Edit edit : List.of(new Edit.Created("AIPA1"), new Edit.RoleRemoved(WEB.name()))) {
            GuardPlan plan =
                    decide(by(PIPELINE, edit), none(), holding(EVIL), NOW.plusSeconds(120));

            assertThat(plan.decision()).isEqualTo(GuardDecision.INCOMPLETE);
            assertThat(plan.next().baseline()).isNull();
            assertThat(plan.findings()).isEmpty();
        }
    }

    private static boolean first(Actor actor, Edit edit, InstanceProfile found) {
        return isProvisional(
                GUARD.decide(
                        by(actor, edit), new ObservedProfile(none(), found), NOW.plusSeconds(120)));
    }

    static boolean isProvisional(GuardPlan plan) {
        return Objects.requireNonNull(plan.next().baseline()).provisional();
    }

    @Test
    void namesWhoMadeTheFirstStateOnlyWhereTheChangeDid() {
        Instant later = NOW.plusSeconds(120);
        InstanceProfile found = holding(WEB);

        assertThat(firstBy(new Edit.RoleAdded(WEB.name()), found, later)).contains("mallory");
        assertThat(firstBy(new Edit.Tagged(LOCKED), found, later)).contains("mallory");
        assertThat(firstBy(new Edit.RoleAdded(EVIL.name()), found, later)).isEqualTo("unknown");
        assertThat(firstBy(new Edit.Tagged(Tags.of("Owner", "me")), found, later))
                .isEqualTo("unknown");
        assertThat(firstBy(new Edit.Tagged(LOCKED), found.tagged(Tags.NONE), later))
                .isEqualTo("unknown");
        assertThat(firstBy(new Edit.Created("AIPA1"), found, later)).isEqualTo("unknown");
    }

    private static String firstBy(Edit edit, InstanceProfile found, Instant later) {
        GuardPlan plan = GUARD.decide(by(MALLORY, edit), new ObservedProfile(none(), found), later);
        return Objects.requireNonNull(plan.next().baseline()).by();
    }

    @Test
    void waitsForTheRoleOfANewProfile() {
        GuardPlan plan = decide(by(MALLORY, new Edit.Created("AIPA1")), none(), holding(null));

        assertThat(plan.decision()).isEqualTo(GuardDecision.INCOMPLETE);
        assertThat(plan.next().baseline()).isNull();
    }

    @Test
    void saysThatAProfileIsLostThatWasNeverRecorded() {
        assertThat(kinds(decide(by(MALLORY, new Edit.Deleted()), none(), null)))
                .containsExactly(Kind.NOTHING_RECORDED);
        assertThat(kinds(decide(by(PIPELINE, new Edit.Deleted()), none(), null))).isEmpty();
    }

    @Test
    void doesNothingWhereNothingDrifted() {
        GuardPlan plan =
                decide(by(MALLORY, new Edit.Tagged(Tags.of("Owner", "me"))), recorded(), owned());

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(plan.next()).isEqualTo(recorded());
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void remembersThatSomebodyHadRemovedTheRoleThatIsAddedAgain() {
        Change added = by(MALLORY, new Edit.RoleAdded(WEB.name()));
        Change tagged = by(MALLORY, new Edit.Tagged(Tags.of("Owner", "me")));

        assertThat(decide(added, recorded(), owned()).next().unverified())
                .isEqualTo(NOW.plusSeconds(5));
        assertThat(decide(tagged, recorded(), owned()).next().unverified()).isNull();
    }

    @Test
    void swapsAForeignRoleBack() {
        GuardPlan plan =
                decide(by(MALLORY, new Edit.RoleAdded(EVIL.name())), recorded(), holding(EVIL));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(actions(plan))
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, WEB.name()));
    }

    @Test
    void putsAMissingRoleBack() {
        GuardPlan plan =
                decide(by(MALLORY, new Edit.RoleRemoved(WEB.name())), recorded(), holding(null));

        assertThat(actions(plan)).containsExactly(new Action.AddRole(NAME, WEB.name()));
    }

    @Test
    void makesADeletedProfileAgainWithPathTagsAndRole() {
        GuardPlan plan = decide(by(MALLORY, new Edit.Deleted()), recorded(), null);

        assertThat(actions(plan))
                .containsExactly(
                        new Action.CreateProfile(NAME, "/", LOCKED),
                        new Action.AddRole(NAME, WEB.name()));
    }

    @Test
    void leavesOutTagsThatAwsReservesWhenItMakesAProfileAgain() {
        Baseline tagged = baseline().withTags(LOCKED.with("aws:cloudformation:stack-name", "s"));

        GuardPlan plan = decide(by(MALLORY, new Edit.Deleted()), recorded().with(tagged), null);

        assertThat(actions(plan)).contains(new Action.CreateProfile(NAME, "/", LOCKED));
    }

    @Test
    void putsTheGuardTagBackAndNoOther() {
        InstanceProfile untagged = new InstanceProfile(NAME, "AIPA1", "/", WEB, Tags.of("x", "y"));

        GuardPlan plan =
                decide(
                        by(MALLORY, new Edit.Untagged(Set.of("profile-guard"))),
                        recorded(),
                        untagged);

        assertThat(actions(plan)).containsExactly(new Action.TagProfile(NAME, LOCKED));
    }

    @Test
    void saysThatARoleThatWasNeverRecordedWasTakenAway() {
        Edit removal = new Edit.RoleRemoved(WEB.name());

        GuardPlan intruders = decide(by(MALLORY, removal), none(), holding(null));
        GuardPlan pipelines = decide(by(PIPELINE, removal), none(), holding(null));

        assertThat(intruders.decision()).isEqualTo(GuardDecision.INCOMPLETE);
        assertThat(kinds(intruders)).containsExactly(Kind.NOTHING_RECORDED);
        assertThat(kinds(pipelines)).isEmpty();
    }

    @Test
    void saysThatARoleMadeAgainCannotBePutBack() {
        Role again = new Role(WEB.name(), "AROA-NEW", "/");

        GuardPlan plan =
                decide(by(MALLORY, new Edit.RoleAdded(WEB.name())), recorded(), holding(again));

        assertThat(plan.decision()).isEqualTo(GuardDecision.CANNOT_REPAIR);
        assertThat(plan).isNotInstanceOf(GuardPlan.Repair.class);
        assertThat(plan.drifts())
                .containsExactly(
                        new Drift.RoleRecreated(again, new RecordedRole(WEB.name(), WEB.id())));
    }

    @Test
    void reportsAProfileMadeAgainOnce() {
        InstanceProfile again = new InstanceProfile(NAME, "AIPA-NEW", "/", WEB, LOCKED);
        Change change = by(MALLORY, new Edit.Deleted());

        GuardPlan first = decide(change, recorded(), again);
        GuardPlan second = decide(change, first.next(), again);

        assertThat(first.decision()).isEqualTo(GuardDecision.CANNOT_REPAIR);
        assertThat(second.decision()).isEqualTo(GuardDecision.NO_DRIFT);
    }

    @Test
    void aTagThatServicesUseDoesNotSwitchTheGuardOff() {
        InstanceProfile disguised =
                new InstanceProfile(
                        NAME, "AIPA1", "/", EVIL, LOCKED.with("red-hat-managed", "true"));

        assertThat(
                        decide(by(MALLORY, new Edit.RoleAdded(EVIL.name())), recorded(), disguised)
                                .decision())
                .isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void anUnrecordedProfileThatLooksLikeAServicesIsNeverTouchedIfOnlyAllAreGuarded() {
        InstanceProfile karpenters =
                new InstanceProfile(NAME, "AIPA1", "/karpenter/c/", WEB, Tags.NONE);

        GuardPlan plan =
                guarding("*")
                        .decide(
                                by(MALLORY, new Edit.RoleAdded(WEB.name())),
                                new ObservedProfile(none(), karpenters),
                                NOW);

        assertThat(plan.decision()).isEqualTo(GuardDecision.SERVICE_OWNED);
        assertThat(plan.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "prod-web, /karpenter/c/, red-hat-managed, *, locked",
        "prod-web, /karpenter/c/, red-hat-managed, prod-*, open",
        "eks-prod-nodes, /, a, *, open",
        "eksctl-prod-ng, /, a, eksctl-*, open",
        "ATX-prod, /cloud9/, karpenter.k8s.aws/ec2nodeclass, ATX-*, open",
        "my-imagebuilder, /, a, *, locked"
    })
    void whatSomebodyMeansIsGuardedWhateverItLooksLike(
            String name, String path, String key, String guarded, String lock) {
        InstanceProfile own =
                new InstanceProfile(
                        new ProfileName(name),
                        "AIPA1",
                        path,
                        WEB,
                        Tags.of(key, "x").with("profile-guard", lock));

        GuardPlan plan = sight(guarded, own, MALLORY);

        assertThat(plan.decision()).isEqualTo(GuardDecision.RECORDED);
        assertThat(isProvisional(plan)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10, eks-*, GuardedProfiles guards eks-",
        "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10, x, The tag profile-guard=locked guards eks-",
        "ATX-prod, ATX-*, GuardedProfiles guards ATX-prod"
    })
    void whatAServiceMadeIsReportedIfSomebodyMeansIt(String name, String guarded, String cause) {
        InstanceProfile made =
                new InstanceProfile(new ProfileName(name), "AIPA1", "/", WEB, LOCKED);

        GuardPlan plan = sight(guarded, made, EKS);

        assertThat(plan.decision()).isEqualTo(GuardDecision.SERVICE_OWNED);
        assertThat(kinds(plan)).containsExactly(Kind.GUARD_EXEMPT);
        assertThat(plan.findings().getFirst().cause()).startsWith(cause);
        assertThat(plan.next().baseline()).isNull();
    }

    /// Whoever may run a stack acts by CloudFormation.
    @Test
    void aServiceThatActsForSomebodyMadeNothing() {
        InstanceProfile own =
                new InstanceProfile(new ProfileName("ATX-prod"), "AIPA1", "/", WEB, Tags.NONE);
        Actor stack = new Actor.Service("cloudformation.amazonaws.com", MALLORY);

        assertThat(sight("ATX-*", own, stack).decision()).isEqualTo(GuardDecision.RECORDED);
    }

    @Test
    void exemptNamesWinOverEverything() {
        Guard exempting =
                new Guard(
                        new GuardedProfiles(Globs.parse("*")),
                        new Exemptions(Globs.parse("PROD-*")),
                        TrustedPrincipals.NOBODY,
                        BREAKER);

        assertThat(exempting.untouchable(NAME)).contains("ExemptNames");
        assertThat(GUARD.untouchable(NAME)).isNull();
    }

    @Test
    void looksAgainWhenIamDoesNotShowAFreshChangeYet() {
        Change fresh = by(MALLORY, new Edit.RoleAdded(EVIL.name()));

        assertThat(decide(fresh, recorded(), owned())).isInstanceOf(GuardPlan.LookAgain.class);
        assertThat(
                        GUARD.decide(
                                        fresh,
                                        new ObservedProfile(recorded(), owned()),
                                        NOW.plusSeconds(120))
                                .decision())
                .isEqualTo(GuardDecision.NO_DRIFT);
    }

    @Test
    void doesNotWaitWhereSomethingElseDriftedMeanwhile() {
        Role again = new Role(WEB.name(), "AROA-NEW", "/");

        GuardPlan plan =
                GUARD.decide(
                        by(MALLORY, new Edit.RoleRemoved(WEB.name())),
                        new ObservedProfile(recorded(), holding(again)),
                        NOW.plusSeconds(5));

        assertThat(plan).isInstanceOf(GuardPlan.Drifted.class);
    }

    @Test
    void doesNotWaitForAChangeThatItUndidItself() {
        Change fresh = by(MALLORY, new Edit.RoleAdded(EVIL.name()));
        GuardRecord repaired = recorded().with(new Repair(NOW, "e0", "mallory"));

        GuardPlan plan = decide(fresh, repaired, owned());

        assertThat(plan).isNotInstanceOf(GuardPlan.LookAgain.class);
        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
    }

    @Test
    void stopsAfterTooManyRepairsAndGoesOnWhenTheOldestIsOldEnough() {
        GuardRecord reverted = recorded();
        for (int i = 0; i < 3; i++) {
            reverted = reverted.with(new Repair(NOW.minusSeconds(60L * i), "e" + i, "mallory"));
        }
        Change change = by(MALLORY, new Edit.RoleAdded(EVIL.name()));

        GuardPlan open = decide(change, reverted, holding(EVIL));
        GuardPlan later = decide(change, reverted, holding(EVIL), NOW.plusSeconds(600));

        assertThat(open.decision()).isEqualTo(Decision.Common.BREAKER_OPEN);
        assertThat(open.drifts()).isEmpty();
        assertThat(kinds(open)).containsExactly(Kind.BREAKER_OPEN);
        assertThat(open.findings().getFirst().todo())
                .anyMatch(todo -> todo.contains("revert the change yourself"));
        assertThat(later.decision()).isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void adoptsWhatIsChangedUnderARelease() {
        GuardRecord released =
                recorded().with(new Release(NOW.minusSeconds(60), NOW.plusSeconds(60), "r", NOW));

        GuardPlan plan =
                decide(by(MALLORY, new Edit.RoleAdded(EVIL.name())), released, holding(EVIL));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(roleOf(plan)).isEqualTo(new RecordedRole(EVIL.name(), EVIL.id()));
        assertThat(plan.why()).startsWith("Adopted because the profile is released");
    }

    @Test
    void adoptsNothingThatASweepFindsUnderARelease() {
        GuardRecord released =
                recorded().with(new Release(NOW.minusSeconds(60), NOW.plusSeconds(60), "r", NOW));
        Change found = by(MALLORY, new Edit.RoleAdded(EVIL.name())).unattributed();

        GuardPlan plan = decide(found, released, holding(EVIL));

        assertThat(plan.next()).isEqualTo(released);
        assertThat(plan.decision()).isEqualTo(GuardDecision.RELEASED);
    }

    @Test
    void judgesAReleaseByWhenTheCallWasMadeNotByWhenItsEventArrives() {
        GuardRecord over =
                recorded().with(new Release(NOW.minusSeconds(60), NOW.plusSeconds(60), "r", NOW));
        Change during = by(MALLORY, new Edit.RoleAdded(EVIL.name()));

        GuardPlan late =
                GUARD.decide(
                        during, new ObservedProfile(over, holding(EVIL)), NOW.plusSeconds(3600));

        assertThat(late.decision()).isEqualTo(GuardDecision.ADOPTED);
    }

    @Test
    void leavesAnEarlierChangeAloneWhileReleasedAndSaysSo() {
        GuardRecord released =
                recorded().with(new Release(NOW.plusSeconds(30), NOW.plusSeconds(90), "r", NOW));
        Change before = by(MALLORY, new Edit.RoleAdded(EVIL.name()));

        GuardPlan plan = decide(before, released, holding(EVIL), NOW.plusSeconds(40));

        assertThat(plan.decision()).isEqualTo(GuardDecision.RELEASED);
        assertThat(plan.next()).isEqualTo(released);
        assertThat(kinds(plan)).containsExactly(Kind.CHANGED_UNDER_RELEASE);
    }

    static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    static final ProfileName NAME = new ProfileName("prod-web");
    static final Role WEB = new Role(new RoleName("web"), "AROA-WEB", "/");
    static final Role EVIL = new Role(new RoleName("evil"), "AROA-EVIL", "/");
    static final Tags LOCKED = Tags.of("profile-guard", "locked");
    static final Actor MALLORY = new Actor.User("arn:aws:iam::123456789012:user/mallory");
    static final Actor PIPELINE =
            new Actor.RoleSession("arn:aws:iam::123456789012:role/ci/deployer", "mallory");
    static final Breaker BREAKER = new Breaker(3, Duration.ofMinutes(10));
    static final Guard GUARD =
            new Guard(
                    new GuardedProfiles(Globs.parse("prod-*")),
                    new Exemptions(Globs.parse("")),
                    TrustedPrincipals.parse(
                            "arn:aws:iam::*:role/ci/*,* via cloudformation.amazonaws.com"),
                    BREAKER);

    private static Guard guarding(String patterns) {
        return new Guard(
                new GuardedProfiles(Globs.parse(patterns)),
                new Exemptions(Globs.parse("")),
                TrustedPrincipals.NOBODY,
                BREAKER);
    }

    /// The first sight of a profile, after somebody added its role.
    private static GuardPlan sight(String guarded, InstanceProfile found, Actor actor) {
        return guarding(guarded)
                .decide(
                        by(actor, new Edit.RoleAdded(WEB.name()), found.name().value()),
                        new ObservedProfile(GuardRecord.none(found.name()), found),
                        NOW);
    }

    private static final Actor EKS =
            new Actor.Service(
                    "eks-nodegroup.amazonaws.com",
                    new Actor.RoleSession(
                            "arn:aws:iam::123456789012:role/aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup",
                            "EKS"));

    static Change by(Actor actor, Edit edit) {
        return by(actor, edit, NAME.value());
    }

    static Change by(Actor actor, Edit edit, String profile) {
        return at(NOW, actor, edit, profile);
    }

    static Change at(Instant time, Actor actor, Edit edit, String profile) {
        String id = "event-" + time + edit;
        Call call = new Call(actor, "SomeCall", "123456789012", id, time);
        return new Change(new ProfileName(profile), edit, call);
    }

    static GuardPlan decide(Change change, GuardRecord record, @Nullable InstanceProfile found) {
        return decide(change, record, found, NOW.plusSeconds(5));
    }

    /// The decision where CloudTrail knows no other call.
    static GuardPlan decide(
            Change change, GuardRecord record, @Nullable InstanceProfile found, Instant now) {
        ObservedProfile seen = new ObservedProfile(record, found);
        GuardPlan plan = GUARD.decide(change, seen, now);
        return plan instanceof GuardPlan.Drifted
                ? new Enforcement(GUARD, change, Duration.ofMinutes(30), now)
                        .decide(
                                new Adoptions(GUARD, seen, now)
                                        .explain(List.of(change), Explanation.Evidence.EVENT))
                : plan;
    }

    static GuardRecord none() {
        return GuardRecord.none(NAME);
    }

    static Baseline baseline() {
        return new Baseline(
                "AIPA1",
                "/",
                new RecordedRole(WEB.name(), WEB.id()),
                LOCKED,
                NOW.minusSeconds(3600),
                "somebody",
                "event-0");
    }

    static GuardRecord recorded() {
        return new GuardRecord(NAME, baseline(), null, List.of(), 1);
    }

    /// A repair that put the role `web` back.
    static Repair restoredWeb(Instant at) {
        return new Repair(at, "e", "somebody else", EnumSet.of(Repair.Aspect.ROLE), "web");
    }

    static InstanceProfile holding(@Nullable Role role) {
        return new InstanceProfile(NAME, "AIPA1", "/", role, LOCKED);
    }

    static InstanceProfile owned() {
        return new InstanceProfile(NAME, "AIPA1", "/", WEB, LOCKED.with("Owner", "me"));
    }

    static List<Action> actions(GuardPlan plan) {
        assertThat(plan).isInstanceOf(GuardPlan.Repair.class);
        return plan.drifts().stream().flatMap(d -> d.repairs(NAME).stream()).toList();
    }

    static List<Kind> kinds(GuardPlan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }

    static @Nullable RecordedRole roleOf(GuardPlan plan) {
        return Objects.requireNonNull(plan.next().baseline()).role();
    }
}
