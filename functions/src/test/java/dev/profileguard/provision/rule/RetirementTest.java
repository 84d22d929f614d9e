package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetirementTest {
    @Test
    void takesAwayItsOwnProfileOfARoleThatIsNotInUse() {
        Plan plan = decide(role(null), seen(profile("web", ours("AROA1")), none("web")));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.RETIRE);
        assertThat(plan.actions())
                .containsExactly(new Action.RemoveRole(NAME, WEB), new Action.DeleteProfile(NAME));
        assertThat(plan.findings().getFirst().todo())
                .containsExactly(
                        "Delete the role again now: aws iam delete-role --role-name web",
                        "If the role has to stay: the first sweep after 2026-01-15T10:30:00Z"
                                + " creates its profile again; to have it now, invoke"
                                + " ProfileProvisioner with {\"check\": {\"role\": \"web\"}}");
        assertThat(plan.memory())
                .isEqualTo(
                        new Memory.BeforeWriting(
                                List.of(
                                        new Memory.Entry.OfProvenance(
                                                NAME, MADE, MADE.retiredAt(NOW)))));
    }

    @Test
    void reportsWhereItStoppedBetweenItsTwoActions() {
        PerformedAction removed =
                new PerformedAction(new Action.RemoveRole(NAME, WEB), Effect.DONE);
        PerformedAction notInIt =
                new PerformedAction(new Action.RemoveRole(NAME, WEB), Effect.ALREADY);

        assertThat(RULE.unfinished(REFUSED, List.of(removed), "denied"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.PROFILE_UNFINISHED);
                    assertThat(finding.cause()).endsWith("could not delete the profile: denied");
                });
        assertThat(RULE.unfinished(REFUSED, List.of(notInIt), "denied")).isEmpty();
        assertThat(RULE.unfinished(REFUSED, List.of(), "denied")).isEmpty();
    }

    @Test
    void judgesUseByTheHoursThatAreSet() {
        ObservedProfile seen = seen(profile("web", ours("AROA1")), none("web"));

        assertThat(decide(role(NOW.minus(Duration.ofHours(25))), seen).decision())
                .isEqualTo(ProvisionDecision.RETIRE);
        assertThat(decide(role(NOW.minus(Duration.ofHours(23))), seen).decision())
                .isEqualTo(ProvisionDecision.BLOCKED);
    }

    @Test
    void judgesUseToTheSecond() {
        ObservedProfile seen = seen(profile("web", ours("AROA1")), none("web"));
        Instant limit = NOW.minus(Duration.ofDays(1));

        assertThat(decide(role(limit), seen).decision()).isEqualTo(ProvisionDecision.RETIRE);
        assertThat(decide(role(limit.plusSeconds(1)), seen).why())
                .isEqualTo("web was used at 2026-01-14T09:30:01Z");
    }

    @Test
    void saysWhenTheRoleWasLastUsed() {
        ObservedProfile seen = seen(profile("web", ours("AROA1")), none("web"));
        Instant used = NOW.minus(Duration.ofDays(30));

        assertThat(decide(role(null), seen).findings().getFirst().cause())
                .endsWith("created for it; IAM has no record that the role was used");
        assertThat(decide(role(used), seen).findings().getFirst().cause())
                .endsWith("created for it; the role was last used at 2025-12-16T09:30:00Z");
    }

    @Test
    void readsProfileGuardsRecordOnlyOfAProfileThatItMayDelete() {
        InstanceProfile ours = profile("web", ours("AROA1"));

        assertThat(RULE.decideFromRecord(REFUSED, role(null), ours, MADE, NOW)).isNull();
        assertThat(RULE.decideFromRecord(REFUSED, role(NOW), ours, MADE, NOW)).isNotNull();
    }

    @Test
    void readsNoProfilesOfARoleThatWasCreatedAgainAfterItsDeletionFailed() {
        assertThat(RULE.decideFromRole(REFUSED, role(null)))
                .as("created at the same time")
                .isNull();
        assertThat(RULE.decideFromRole(REFUSED, createdAt(NOW.plusSeconds(1))))
                .isNotNull()
                .satisfies(plan -> {
                    assertThat(plan.decision()).isEqualTo(ProvisionDecision.NOT_BLOCKED);
                    assertThat(plan.why())
                            .isEqualTo("web was created again after its deletion failed");
                });
    }

    @Test
    void doesNotBelieveTheRecordOfAnEarlierRole() {
        ProvenanceRecord earlier = new ProvenanceRecord("AROA0", MADE.at()).of("AIPA1");

        Plan plan = decide(role(null), seen(profile("web", ours("AROA1")), none("web")), earlier);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.BLOCKED);
        assertThat(plan.why()).isEqualTo("web was created for an earlier role of this name");
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.ROLE_BLOCKED_BY_PROFILES);
    }

    @Test
    void deletesAProfileThatWasMadeInTheSecondOfTheFailedDeletion() {
        ProvenanceRecord sameSecond = new ProvenanceRecord("AROA1", NOW.plusSeconds(1)).of("AIPA1");

        Plan plan =
                decide(role(null), seen(profile("web", ours("AROA1")), none("web")), sameSecond);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.RETIRE);
    }

    @Test
    void leavesALeftoverThatProfileGuardGuards() {
        InstanceProfile guarded =
                new InstanceProfile(new ProfileName("prod-web"), "AIPA1", "/", null, ours("AROA1"));

        Plan left = RULE.leftover(REFUSED, guarded, none("prod-web"));

        assertThat(left.decision()).isEqualTo(ProvisionDecision.BLOCKED);
        assertThat(left.actions()).isEmpty();
        assertThat(kinds(left)).containsExactly(Kind.PROFILE_UNFINISHED);
    }

    @Test
    void saysHowToFindTheInstancesOfEachProfile() {
        List<InstanceProfile> holders =
                List.of(profile("web", Tags.NONE), profile("other", Tags.NONE));

        Plan plan = RULE.blocked(REFUSED, role(null), holders, "2 profiles contain it");

        assertThat(plan.why()).isEqualTo("2 profiles contain it");
        assertThat(plan.findings().getFirst().todo().getFirst())
                .matches(
                        "1\\..*IamInstanceProfile.Id=='AIPA1'.*;"
                                + " .*IamInstanceProfile.Id=='AIPA1'.*");
        assertThat(plan.findings().getFirst().done())
                .containsExactly("nothing: 2 profiles contain it");
    }

    @Test
    void saysHowToReleaseAGuardedProfileFirst() {
        InstanceProfile guarded = profile("prod-web", ours("AROA1"));

        Finding finding = decide(role(null), seen(guarded, none("prod-web"))).findings().getFirst();

        assertThat(finding.kind()).isEqualTo(Kind.ROLE_BLOCKED_BY_PROFILES);
        assertThat(finding.done()).containsExactly("nothing: a guarded profile is not deleted");
        assertThat(finding.todo())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("1. invoke ProfileGuard with {\"release\": {\"profile\": \"prod-web\"");
    }

    @Test
    void leavesWhatOthersMadeAndSaysWhatToDoInOrder() {
        Plan plan =
                RULE.blocked(
                        REFUSED, role(null), List.of(profile("Theirs", Tags.NONE)), "not ours");

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings())
                .singleElement()
                .extracting(Finding::todo)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith("1. Make sure that no instance uses it"),
                        second ->
                                assertThat(second)
                                        .isEqualTo(
                                                "2. aws iam remove-role-from-instance-profile"
                                                        + " --instance-profile-name Theirs"
                                                        + " --role-name web"),
                        third ->
                                assertThat(third)
                                        .isEqualTo(
                                                "3. aws iam delete-instance-profile"
                                                        + " --instance-profile-name Theirs"),
                        last ->
                                assertThat(last)
                                        .isEqualTo("4. aws iam delete-role --role-name web"));
    }

    @Test
    void listsAllProfilesAndTakesNoneAwayWhereThereAreSeveral() {
        List<InstanceProfile> holders =
                List.of(profile("web", Tags.NONE), profile("other", Tags.NONE));

        Plan plan = RULE.blocked(REFUSED, role(null), holders, "2 profiles contain it");

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings().getFirst().cause()).contains("web, other");
        assertThat(plan.findings().getFirst().todo()).hasSize(6);
    }

    @Test
    void leavesWhatProfileGuardGuardsByNameTagOrRecord() {
        InstanceProfile plain = profile("web", ours("AROA1"));
        InstanceProfile byTag = profile("web", ours("AROA1").with("profile-guard", "locked"));
        InstanceProfile byName = profile("prod-web", ours("AROA1"));
        Baseline baseline = Baseline.of(plain, NOW, "x", "e");

        assertThat(decide(role(null), seen(byTag, none("web"))).decision())
                .isEqualTo(ProvisionDecision.BLOCKED);
        assertThat(decide(role(null), seen(byName, none("prod-web"))).decision())
                .isEqualTo(ProvisionDecision.BLOCKED);
        assertThat(decide(role(null), seen(plain, none("web").with(baseline))).decision())
                .isEqualTo(ProvisionDecision.BLOCKED);
    }

    @Test
    void takesAwayWhatARunThatWasCutShortLeftBehind() {
        InstanceProfile empty = new InstanceProfile(NAME, "AIPA1", "/", null, Tags.NONE);

        assertThat(RULE.leftover(REFUSED, empty, none("web")).actions())
                .containsExactly(new Action.DeleteProfile(NAME));
    }

    @Test
    void saysWhatIsLeftToDoAfterItDeletedALeftover() {
        InstanceProfile empty = new InstanceProfile(NAME, "AIPA1", "/", null, Tags.NONE);
        ProvisionTrigger deleted = new ProvisionTrigger.RoleDeleted(WEB, REFUSED.call());

        Finding afterRefusal = RULE.leftover(REFUSED, empty, none("web")).findings().getFirst();
        Finding afterDeletion = RULE.leftover(deleted, empty, none("web")).findings().getFirst();

        assertThat(afterRefusal.kind()).isEqualTo(Kind.PROFILE_RETIRED);
        assertThat(afterRefusal.todo())
                .containsExactly(
                        "If the role still has to be deleted: aws iam delete-role --role-name web");
        assertThat(afterDeletion.todo())
                .containsExactly(
                        "If the profile is still needed, create role web again:"
                                + " ProfileProvisioner then creates its profile");
    }

    @Test
    void leavesAProfileThatAnInstanceUses() {
        InstanceProfile ours = profile("web", ours("AROA1"));

        Plan retiring = Objects.requireNonNull(RULE.inUse(REFUSED, role(null), ours, USED));
        Plan leftover =
                Objects.requireNonNull(RULE.leftoverInUse(REFUSED, ours.holding(null), USED));

        assertThat(retiring.decision()).isEqualTo(ProvisionDecision.BLOCKED);
        assertThat(retiring.why()).isEqualTo("instances use web: i-1 in eu-west-1 (stopped)");
        assertThat(kinds(retiring)).containsExactly(Kind.ROLE_BLOCKED_BY_PROFILES);
        assertThat(retiring.findings().getFirst().todo())
                .containsExactly(
                        "If instance i-1 does not need the profile any more: aws ec2"
                                + " disassociate-iam-instance-profile --region eu-west-1"
                                + " --association-id iip-assoc-1",
                        "Then delete the role again: aws iam delete-role --role-name web");
        assertThat(kinds(leftover)).containsExactly(Kind.PROFILE_UNFINISHED);
        assertThat(RULE.inUse(REFUSED, role(null), ours, ProfileUse.NONE)).isNull();
        assertThat(RULE.leftoverInUse(REFUSED, ours.holding(null), ProfileUse.NONE)).isNull();
    }

    @Test
    void leavesAProfileWhoseInstancesEc2DoesNotTell() {
        ProfileUse unknown = new ProfileUse(List.of(), List.of("eu-west-1: denied"));

        Plan plan =
                Objects.requireNonNull(
                        RULE.inUse(REFUSED, role(null), profile("web", ours("AROA1")), unknown));

        assertThat(plan.why())
                .isEqualTo("EC2 could not be asked which instances use web (eu-west-1: denied)");
        assertThat(plan.findings().getFirst().todo().getFirst()).contains("InstanceRegions");
    }

    @Test
    void leavesAProfileThatWasMadeAfterTheDeletionWasRefused() {
        ProvenanceRecord since = new ProvenanceRecord("AROA1", NOW.plusSeconds(2)).of("AIPA1");

        Plan plan = decide(role(null), seen(profile("web", ours("AROA1")), none("web")), since);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NOT_BLOCKED);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.why()).contains("created after the deletion");
    }

    private static final ProvenanceRecord MADE =
            new ProvenanceRecord("AROA1", Instant.parse("2026-01-15T09:00:00Z")).of("AIPA1");
    static final ProfileUse USED =
            new ProfileUse(
                    List.of(
                            new InstanceUse(
                                    "eu-west-1",
                                    "i-1",
                                    "stopped",
                                    "arn:aws:iam::123456789012:instance-profile/web",
                                    "AIPA1",
                                    null,
                                    null,
                                    "iip-assoc-1",
                                    false)),
                    List.of());
    static final RoleName WEB = new RoleName("web");
    static final ProfileName NAME = new ProfileName("web");
    static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final Retirement RULE =
            new Retirement(
                    new GuardedProfiles(Globs.parse("prod-*")),
                    Duration.ofDays(1),
                    Globs.parse(""));
    static final ProvisionTrigger.DeletionRefused REFUSED =
            new ProvisionTrigger.DeletionRefused(
                    WEB,
                    new Call(
                            new Actor.User("arn:aws:iam::123456789012:user/alice"),
                            "DeleteRole",
                            "123456789012",
                            "e-1",
                            NOW));

    private static Plan decide(RoleDetail role, ObservedProfile only) {
        return decide(role, only, MADE);
    }

    private static Plan decide(RoleDetail role, ObservedProfile only, ProvenanceRecord made) {
        InstanceProfile profile = Objects.requireNonNull(only.profile());
        Plan settled = RULE.decideFromRecord(REFUSED, role, profile, made, NOW);
        return settled == null
                ? RULE.decide(REFUSED, role, profile, only.record(), made, NOW)
                : settled;
    }

    private static ObservedProfile seen(InstanceProfile profile, GuardRecord record) {
        return new ObservedProfile(record, profile);
    }

    private static GuardRecord none(String name) {
        return GuardRecord.none(new ProfileName(name));
    }

    private static RoleDetail createdAt(Instant time) {
        return new RoleDetail(new Role(WEB, "AROA1", "/"), "{}", Tags.NONE, null, time);
    }

    static RoleDetail role(@Nullable Instant lastUsed) {
        return new RoleDetail(new Role(WEB, "AROA1", "/"), "{}", Tags.NONE, lastUsed, NOW);
    }

    static InstanceProfile profile(String name, Tags tags) {
        return new InstanceProfile(
                new ProfileName(name), "AIPA1", "/", new Role(WEB, "AROA1", "/"), tags);
    }

    private static Tags ours(String roleId) {
        return Tags.of("profile-guard:created-by", "ProfileProvisioner")
                .with("profile-guard:for-role", roleId);
    }

    private static List<Kind> kinds(Plan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }
}
