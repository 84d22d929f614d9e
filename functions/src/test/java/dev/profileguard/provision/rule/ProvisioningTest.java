package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.gate.RemovalGate;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {
    @Test
    void makesTheMissingProfileWithPathTagsAndRole() {
        Plan plan = decide(role(Tags.of("owner", "alice")), List.of(), null);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.CreateProfile(
                                NAME,
                                "/team/",
                                Tags.of("profile-guard:created-by", "ProfileProvisioner")
                                        .with("profile-guard:for-role", "AROA1")
                                        .with("Owner", "alice")),
                        new Action.AddRole(NAME, WEB));
        assertThat(kinds(plan)).containsExactly(Kind.PROFILE_CREATED);
    }

    @Test
    void leavesARoleAloneThatAnyProfileHolds() {
        InstanceProfile other =
                profile("another-name", new Role(WEB, "AROA1", "/team/"), Tags.NONE);

        Plan plan = decide(role(Tags.NONE), List.of(other, other), null);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.HAS_PROFILE);
        assertThat(plan.why()).isEqualTo("web is in another-name, another-name");
    }

    @Test
    void leavesARoleAloneThatTheProfileOfItsNameHolds() {
        InstanceProfile same = profile("web", new Role(WEB, "AROA1", "/team/"), Tags.NONE);

        Plan plan = decide(role(Tags.NONE), List.of(), same);

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.HAS_PROFILE);
        assertThat(plan.why()).isEqualTo("web is in web");
    }

    @Test
    void neverTouchesAnEmptyProfileOfAService() {
        InstanceProfile services =
                new InstanceProfile(NAME, "AIPA1", "/karpenter/c/", null, ours("AROA1"));

        Plan plan = decide(role(Tags.NONE), List.of(), services);

        assertThat(plan.decision()).isEqualTo(Decision.Common.NEVER_TOUCHED);
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void givesTheCreatorOfAnEmptyProfileTheDelayAndFiveMinutes() {
        InstanceProfile theirs = profile("web", null, Tags.NONE);
        Instant settled = MADE.plusSeconds(121).plus(Duration.ofMinutes(5));

        assertThat(decideAt(settled.minusSeconds(1), theirs).decision())
                .isEqualTo(ProvisionDecision.NOT_YET);
        assertThat(decideAt(settled, theirs).decision()).isEqualTo(ProvisionDecision.NAME_TAKEN);
    }

    @Test
    void waitsForNoDelayWhereThereIsNone() {
        Provisioning atOnce =
                new Provisioning(
                        new Exemptions(Globs.parse("")),
                        ProvisionFor.ALL,
                        Duration.ZERO,
                        List.of());

        assertThat(atOnce.dueAt(wanted(ALICE))).isEqualTo(MADE);
    }

    @Test
    void finishesItsOwnEmptyProfile() {
        Plan plan = decide(role(Tags.NONE), List.of(), profile("web", null, ours("AROA1")));

        assertThat(plan.actions()).containsExactly(new Action.AddRole(NAME, WEB));
    }

    @Test
    void reportsWhetherTheRoleIsInItsOwnEmptyProfileOrIsKeptOut() {
        Plan plan = decide(role(Tags.NONE), List.of(), profile("web", null, ours("AROA1")));
        Remediation.Report report = plan.remediations().getFirst().report();
        List<PerformedAction> added =
                List.of(new PerformedAction(new Action.AddRole(NAME, WEB), Effect.DONE));
        UseRefusal used =
                new RemovalGate(NAME, ProvisionDecision.BLOCKED).refusal(RetirementTest.USED);

        Finding done = report.of(new Remediation.Done(added, added, null)).getFirst();
        Finding refused = report.of(new Remediation.Done(added, added, null, used)).getFirst();

        assertThat(done.kind()).isEqualTo(Kind.PROFILE_CREATED);
        assertThat(done.done()).containsExactly(added.getFirst().described());
        assertThat(refused.kind()).isEqualTo(Kind.PROFILE_UNFINISHED);
        assertThat(refused.cause()).contains("i-1 in eu-west-1");
        assertThat(refused.actor()).as("nobody knows who emptied the profile").isEqualTo("unknown");
        assertThat(report.of(Remediation.Done.NOTHING))
                .extracting(Finding::kind)
                .containsExactly(Kind.PROFILE_CREATED);
    }

    @Test
    void takesItsOwnEmptyProfileForTheRoleThatWasMadeAgain() {
        Plan plan = decide(role(Tags.NONE), List.of(), profile("web", null, ours("AROA0")));

        assertThat(plan.actions())
                .containsExactly(
                        new Action.TagProfile(NAME, ours("AROA1")), new Action.AddRole(NAME, WEB));
    }

    @Test
    void takesNoEmptyProfileForItsOwnBecauseOfItsTagsAlone() {
        InstanceProfile tagged = profile("web", null, ours("AROA1"));
        ProvenanceRecord other = RECORD.of("AIPA9");
        ProvenanceRecord withoutId = new ProvenanceRecord("AROA1", RECORD.at());

        for (ProvenanceRecord record : Arrays.asList(null, other, withoutId)) {
            assertThat(decide(role(Tags.NONE), new RoleProfiles(List.of(), tagged, record, null)))
                    .extracting(Plan::actions)
                    .isEqualTo(List.of());
        }
    }

    @Test
    void takesItsOwnEmptyProfileWhoseTagsSomebodyRemoved() {
        InstanceProfile untagged = profile("web", null, Tags.NONE);

        assertThat(decide(role(Tags.NONE), new RoleProfiles(List.of(), untagged, RECORD, null)))
                .extracting(Plan::actions)
                .isEqualTo(
                        List.of(
                                new Action.TagProfile(NAME, ours("AROA1")),
                                new Action.AddRole(NAME, WEB)));
    }

    @Test
    void finishesAnEmptyProfileOnlyAsProfileGuardRecordedIt() {
        InstanceProfile empty = profile("web", null, ours("AROA1"));
        Role db = new Role(new RoleName("db"), "AROA2", "/");
        Baseline none = Baseline.of(empty, MADE, "x", "e");
        Baseline other = Baseline.of(empty.holding(db), MADE, "x", "e");
        Baseline same = Baseline.of(empty.holding(role(Tags.NONE).role()), MADE, "x", "e");

        for (Baseline baseline : List.of(none, other)) {
            Plan plan =
                    decide(
                            role(Tags.NONE),
                            new RoleProfiles(List.of(), empty, RECORD, null).guardedBy(baseline));
            assertThat(plan.decision()).isEqualTo(ProvisionDecision.NAME_TAKEN);
            assertThat(plan.actions()).isEmpty();
            assertThat(kinds(plan)).containsExactly(Kind.PROFILE_LEFT_EMPTY);
            assertThat(plan.findings().getFirst().cause())
                    .contains("ProfileGuard's baseline of it does not contain the role");
        }
        assertThat(decide(role(Tags.NONE), new RoleProfiles(List.of(), empty, RECORD, same)))
                .extracting(Plan::actions)
                .isEqualTo(List.of(new Action.AddRole(NAME, WEB)));
    }

    @Test
    void takesNoNameOfADeletedProfileThatProfileGuardRestoresForAnotherRole() {
        InstanceProfile deleted =
                profile("web", new Role(new RoleName("db"), "AROA2", "/"), Tags.NONE);
        RoleProfiles none = new RoleProfiles(List.of(), null, null, null);
        Baseline other = Baseline.of(deleted, MADE, "x", "e");
        Baseline empty = Baseline.of(deleted.holding(null), MADE, "x", "e");
        Baseline same = Baseline.of(deleted.holding(role(Tags.NONE).role()), MADE, "x", "e");

        Plan plan = decide(role(Tags.NONE), none.guardedBy(other));
        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NAME_TAKEN);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.PROFILE_NAME_TAKEN);
        assertThat(plan.findings().getFirst().cause()).endsWith("its baseline contains role db");
        assertThat(decide(role(Tags.NONE), none.guardedBy(empty)).findings().getFirst().cause())
                .endsWith("its baseline contains no role");
        assertThat(decide(role(Tags.NONE), none.guardedBy(same)).decision())
                .isEqualTo(ProvisionDecision.PROVISION);
    }

    @Test
    void makesNoProfileForAnHourAfterItsDeletionForTheRole() {
        Instant now = MADE.plusSeconds(130);
        Duration hour = Duration.ofHours(1);

        assertThat(retiredAt(now.minus(hour).plusSeconds(1)).decision())
                .isEqualTo(ProvisionDecision.DELETION_EXPECTED);
        assertThat(retiredAt(now.minus(hour).plusSeconds(1)).why())
                .isEqualTo(
                        "The profile of web was deleted for the role's deletion, which is expected"
                                + " until 2026-01-15T09:32:11Z");
        assertThat(retiredAt(now.minus(hour)).decision()).isEqualTo(ProvisionDecision.PROVISION);
    }

    @Test
    void makesTheProfileOfARoleThatWasCreatedAgainSinceItsDeletion() {
        ProvenanceRecord earlier = new ProvenanceRecord("AROA0", MADE).retiredAt(MADE);

        assertThat(decide(role(Tags.NONE), new RoleProfiles(List.of(), null, earlier, null)))
                .extracting(Plan::decision)
                .isEqualTo(ProvisionDecision.PROVISION);
    }

    private static Plan retiredAt(Instant time) {
        return decide(
                role(Tags.NONE), new RoleProfiles(List.of(), null, RECORD.retiredAt(time), null));
    }

    @Test
    void waitsForWhoeverMadeAnEmptyProfileAndThenSaysSo() {
        InstanceProfile theirs = profile("Web", null, Tags.NONE);

        Plan soon = decideAt(MADE.plusSeconds(130), theirs);
        Plan later = decideAt(MADE.plus(Duration.ofMinutes(8)), theirs);

        assertThat(soon.decision()).isEqualTo(ProvisionDecision.NOT_YET);
        assertThat(later.actions()).isEmpty();
        assertThat(kinds(later)).containsExactly(Kind.PROFILE_LEFT_EMPTY);
        assertThat(later.findings().getFirst().todo())
                .anyMatch(each ->
                        each.contains("add-role-to-instance-profile")
                                && each.contains("--instance-profile-name Web --role-name web"));
    }

    @Test
    void neverTouchesAProfileThatHoldsAnotherRole() {
        Role other = new Role(new RoleName("db"), "AROA2", "/");

        Plan plan = decide(role(Tags.NONE), List.of(), profile("web", other, ours("AROA1")));

        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.PROFILE_NAME_TAKEN);
        assertThat(plan.findings().getFirst().cause()).contains("contains role db");
    }

    @Test
    void looksAtNothingWhereTheCallKeepsEc2Out() {
        TrustPolicy.Answer no = new TrustPolicy.Answer.No("it is for Lambda");

        assertThat(unlessIac().decideFromCall(wanted(ALICE), no))
                .extracting(Plan::decision)
                .isEqualTo(ProvisionDecision.NOT_FOR_EC2);
        assertThat(unlessIac().decideFromCall(wanted(ALICE), null)).isNull();
    }

    @Test
    void leavesWhatCodeMadeToItUnlessToldOtherwise() {
        Creator terraform = new Creator.Known(USER, "Terraform/1.5.7");

        assertThat(unlessIac().decideFromCall(wanted(terraform), YES))
                .extracting(Plan::decision)
                .isEqualTo(ProvisionDecision.LEFT_TO_CODE);
        assertThat(all().decideFromCall(wanted(terraform), YES)).isNull();
    }

    @Test
    void knowsTheRolesOfStacksByTheirTags() {
        RoleDetail stacks = role(Tags.of("aws:cloudformation:stack-name", "s"));

        assertThat(unlessIac().decideFromRole(stacks, YES))
                .extracting(Plan::decision)
                .isEqualTo(ProvisionDecision.LEFT_TO_CODE);
        assertThat(all().decideFromRole(stacks, YES)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile-guard:provision", "Profile-Guard:Provision"})
    void heedsTheOptOutTagWhateverItsCase(String key) {
        assertThat(all().decideFromRole(role(Tags.of(key, "Off")), YES))
                .extracting(Plan::decision)
                .isEqualTo(ProvisionDecision.OPTED_OUT);
        assertThat(all().decideFromRole(role(Tags.of(key, "on")), YES)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/aws-service-role/x/", "/aws-reserved/x/", "/karpenter/c/", "/cloud9/"})
    void neverTouchesServicesRoles(String path) {
        RoleDetail role = new RoleDetail(new Role(WEB, "AROA1", path), "{}", Tags.NONE, null, MADE);

        assertThat(all().decideFromRole(role, YES))
                .extracting(Plan::decision)
                .isEqualTo(Decision.Common.NEVER_TOUCHED);
    }

    @Test
    void neverTouchesWhatIsExemptOrAServicesByName() {
        assertThat(unlessIac().untouchable(new RoleName("SANDBOX-1"))).contains("ExemptNames");
        assertThat(unlessIac().untouchable(new RoleName("eks-1234"))).contains("AWS service");
        assertThat(unlessIac().untouchable(WEB)).isNull();
    }

    @Test
    void waitsForTheDelayAfterTheCallAndAfterTheRoleWasMadeAgain() {
        RoleDetail again =
                new RoleDetail(
                        new Role(WEB, "AROA9", "/"), "{}", Tags.NONE, null, MADE.plusSeconds(100));

        assertThat(unlessIac().dueAt(wanted(ALICE))).isEqualTo(MADE.plusSeconds(121));
        assertThat(unlessIac().dueAt(wanted(ALICE), again)).isEqualTo(MADE.plusSeconds(221));
    }

    @Test
    void carriesTheTrustPolicysConditionIntoTheFinding() {
        TrustPolicy.Answer note = new TrustPolicy.Answer.YesIf("it has a condition");

        Plan plan =
                all().decide(
                                new ProvisioningFindings(wanted(ALICE), WEB, note),
                                role(Tags.NONE),
                                new RoleProfiles(List.of(), null, null, null),
                                MADE);

        assertThat(plan.findings().getFirst().cause()).endsWith("Note that it has a condition");
    }

    private static final RoleName WEB = new RoleName("web");
    private static final ProfileName NAME = new ProfileName("web");
    private static final ProvenanceRecord RECORD =
            new ProvenanceRecord("AROA1", Instant.parse("2026-01-15T09:00:00Z")).of("AIPA1");
    private static final Instant MADE = Instant.parse("2026-01-15T09:30:00Z");
    private static final Actor USER = new Actor.User("arn:aws:iam::123456789012:user/alice");
    private static final Creator ALICE = new Creator.Known(USER, "aws-cli/2.31.0");
    private static final TrustPolicy.Answer YES = new TrustPolicy.Answer.Yes();

    private static Provisioning unlessIac() {
        return new Provisioning(
                new Exemptions(Globs.parse("sandbox-*")),
                ProvisionFor.UNLESS_IAC,
                Duration.ofMinutes(2),
                List.of("Owner", "CostCenter"));
    }

    private static Provisioning all() {
        return new Provisioning(
                new Exemptions(Globs.parse("sandbox-*")),
                ProvisionFor.ALL,
                Duration.ofMinutes(2),
                List.of("Owner", "CostCenter"));
    }

    private static ProvisionTrigger.Wanted wanted(Creator creator) {
        Call call = new Call(USER, "CreateRole", "123456789012", "e-1", MADE);
        return new ProvisionTrigger.Wanted(WEB, creator, MADE, null, call);
    }

    private static Plan decide(
            RoleDetail role, List<InstanceProfile> holders, @Nullable InstanceProfile sameName) {
        return decide(role, new RoleProfiles(holders, sameName, RECORD, null));
    }

    private static Plan decide(RoleDetail role, RoleProfiles profiles) {
        ProvisioningFindings findings = new ProvisioningFindings(wanted(ALICE), WEB, YES);
        return unlessIac().decide(findings, role, profiles, MADE.plusSeconds(130));
    }

    private static Plan decideAt(Instant now, InstanceProfile sameName) {
        ProvisioningFindings findings = new ProvisioningFindings(wanted(ALICE), WEB, YES);
        return unlessIac()
                .decide(
                        findings,
                        role(Tags.NONE),
                        new RoleProfiles(List.of(), sameName, null, null),
                        now);
    }

    private static RoleDetail role(Tags tags) {
        return new RoleDetail(new Role(WEB, "AROA1", "/team/"), "{}", tags, null, MADE);
    }

    private static InstanceProfile profile(String name, @Nullable Role role, Tags tags) {
        return new InstanceProfile(new ProfileName(name), "AIPA1", "/", role, tags);
    }

    private static Tags ours(String roleId) {
        return Tags.of("profile-guard:created-by", "ProfileProvisioner")
                .with("profile-guard:for-role", roleId);
    }

    private static List<Kind> kinds(Plan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }
}
