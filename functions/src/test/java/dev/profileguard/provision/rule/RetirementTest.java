package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
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
                .containsExactly("Delete the role again now: aws iam delete-role --role-name web");
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
    void leavesWhatOthersMadeAndSaysWhatToDoInOrder() {
        Plan plan = decide(role(null), seen(profile("Theirs", Tags.NONE), none("Theirs")));

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
    void leavesAProfileThatWasMadeForAnEarlierRoleOfTheName() {
        Plan plan = decide(role(null), seen(profile("web", ours("AROA0")), none("web")));

        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.ROLE_BLOCKED_BY_PROFILES);
    }

    @Test
    void listsAllProfilesAndTakesNoneAwayWhereThereAreSeveral() {
        List<InstanceProfile> holders =
                List.of(profile("web", Tags.NONE), profile("other", Tags.NONE));

        Plan plan = RULE.decide(REFUSED, role(null), holders, null, null, NOW);

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
        InstanceProfile empty = new InstanceProfile(NAME, "AIPA1", "/", null, ours("AROA1"));

        assertThat(RULE.leftover(REFUSED, seen(empty, none("web")), MADE))
                .extracting(Plan::actions)
                .isEqualTo(List.of(new Action.DeleteProfile(NAME)));
        assertThat(RULE.leftover(REFUSED, seen(profile("web", ours("AROA1")), none("web")), MADE))
                .isNull();
        assertThat(
                        RULE.leftover(
                                REFUSED,
                                seen(
                                        new InstanceProfile(NAME, "AIPA1", "/", null, Tags.NONE),
                                        none("web")),
                                MADE))
                .isNull();
        assertThat(RULE.leftover(REFUSED, seen(empty, none("web")), null)).isNull();
    }

    @Test
    void believesNoTagsThatAnybodyMayHaveWritten() {
        ObservedProfile tagged = seen(profile("web", ours("AROA1")), none("web"));
        List<InstanceProfile> holders = List.of(profile("web", ours("AROA1")));

        Plan plan = RULE.decide(REFUSED, role(null), holders, tagged, null, NOW);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.BLOCKED);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.why()).contains("no record that ProfileProvisioner created it");
    }

    @Test
    void leavesAProfileThatWasMadeAfterTheDeletionWasRefused() {
        InstanceProfile profile = profile("web", ours("AROA1"));
        ProvenanceRecord since = new ProvenanceRecord("AROA1", NOW.plusSeconds(2));

        Plan plan =
                RULE.decide(
                        REFUSED,
                        role(null),
                        List.of(profile),
                        seen(profile, none("web")),
                        since,
                        NOW.plusSeconds(600));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NOT_BLOCKED);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.why()).contains("created after the deletion");
    }

    private static final ProvenanceRecord MADE =
            new ProvenanceRecord("AROA1", Instant.parse("2026-01-15T09:00:00Z"));
    private static final RoleName WEB = new RoleName("web");
    private static final ProfileName NAME = new ProfileName("web");
    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final Retirement RULE =
            new Retirement(new GuardedProfiles(Globs.parse("prod-*")), Duration.ofDays(1));
    private static final ProvisionTrigger.DeletionRefused REFUSED =
            new ProvisionTrigger.DeletionRefused(
                    WEB,
                    new Call(
                            new Actor.User("arn:aws:iam::123456789012:user/alice"),
                            "DeleteRole",
                            "123456789012",
                            "e-1",
                            NOW));

    private static Plan decide(RoleDetail role, ObservedProfile only) {
        return RULE.decide(
                REFUSED, role, List.of(Objects.requireNonNull(only.profile())), only, MADE, NOW);
    }

    private static ObservedProfile seen(InstanceProfile profile, GuardRecord record) {
        return new ObservedProfile(record, profile);
    }

    private static GuardRecord none(String name) {
        return GuardRecord.none(new ProfileName(name));
    }

    private static RoleDetail role(@Nullable Instant lastUsed) {
        return new RoleDetail(new Role(WEB, "AROA1", "/"), "{}", Tags.NONE, lastUsed, NOW);
    }

    private static InstanceProfile profile(String name, Tags tags) {
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
