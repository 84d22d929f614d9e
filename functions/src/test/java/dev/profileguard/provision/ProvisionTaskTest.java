package dev.profileguard.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.provision.ProvisionTask.CreatorLookup;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionFor;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.TagRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is read of a role that should have a profile, in which order, and what follows.
class ProvisionTaskTest {
    @Test
    void makesTheProfileOfACreationWithoutLookingForOneOfItsName() {
        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
        assertThat(plan.actions()).containsExactly(create(), new Action.AddRole(NAME, WEB));
        assertThat(answers.asked())
                .filteredOn(read -> !(read instanceof Read.OfTime))
                .containsExactly(
                        new Read.OfRole(WEB),
                        new Read.OfProfilesWith(WEB),
                        new Read.OfProvenance(NAME),
                        new Read.OfGuardRecord(NAME));
    }

    @Test
    void looksForTheProfileOnceItsCreationFailed() {
        made(RECORD);
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));

        Plan plan =
                answers.plan(heard(EC2).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.TRIED)));

        assertThat(plan.actions()).containsExactly(new Action.AddRole(NAME, WEB));
    }

    @Test
    void saysThatTheNameIsTakenOnceItsCreationFailed() {
        answers.give(
                new Read.OfProfile(NAME),
                profile(new Role(new RoleName("other"), "AROA9", "/"), Tags.NONE));

        Plan plan =
                answers.plan(heard(EC2).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.TRIED)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NAME_TAKEN);
        assertThat(kinds(plan)).containsExactly(Kind.PROFILE_NAME_TAKEN);
    }

    @Test
    void looksForTheProfileWhileObserving() {
        answers.give(new Read.OfProfile(NAME), null)
                .give(new Read.OfProfileQuota(), new Quota(999, 1000));

        Plan plan = answers.plan(heard(EC2).begin(first(Mode.OBSERVE)));

        assertThat(plan.actions()).containsExactly(create(), new Action.AddRole(NAME, WEB));
        assertThat(answers.asked())
                .containsSubsequence(new Read.OfProfile(NAME), new Read.OfProfileQuota());
    }

    @Test
    void saysWhileObservingThatTheQuotaIsReached() {
        answers.give(new Read.OfProfile(NAME), null)
                .give(new Read.OfProfileQuota(), new Quota(1000, 1000));

        Plan plan = answers.plan(heard(EC2).begin(first(Mode.OBSERVE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.QUOTA_REACHED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.PROFILE_QUOTA_REACHED);
    }

    @Test
    void doesNotAskForTheQuotaWhereNoProfileIsToBeMade() {
        made(RECORD);
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));

        Plan plan = answers.plan(heard(EC2).begin(first(Mode.OBSERVE)));

        assertThat(plan.actions()).containsExactly(new Action.AddRole(NAME, WEB));
        assertThat(answers.asked()).doesNotContain(new Read.OfProfileQuota());
    }

    @Test
    void looksForTheProfileBeforeItCreatesOneWhereItCreatedOneBefore() {
        made(RECORD);
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));

        Plan unfinished = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));
        answers.give(new Read.OfProfile(NAME), null);
        Plan gone = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(unfinished.actions()).containsExactly(new Action.AddRole(NAME, WEB));
        assertThat(gone.actions()).containsExactly(create(), new Action.AddRole(NAME, WEB));
    }

    /// Whoever created the role: the profile was decided on when it was created.
    @ParameterizedTest
    @EnumSource(
            value = CreatorLookup.class,
            names = {"OPTIONAL", "REQUIRED"})
    void finishesAProfileInASweepWithoutLookingForTheRolesCreator(CreatorLookup lookup) {
        made(RECORD);
        ProvisionTask task = swept(lookup);
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));

        Plan plan = answers.plan(task.begin(first(Mode.ENFORCE)));

        assertThat(plan.actions()).containsExactly(new Action.AddRole(NAME, WEB));
        assertThat(answers.asked()).noneMatch(Read.OfCalls.class::isInstance);
    }

    /// Whoever may not pass the role could have associated an instance with another one.
    @Test
    void keepsTheRoleOutOfAnEmptyProfileThatAnInstanceUses() {
        made(RECORD);
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));
        answers.give(
                new Read.OfProfileUse(Set.of(NAME.value())),
                new ProfileUse(List.of(), List.of("eu-west-1: denied")));

        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.IN_USE);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.PROFILE_UNFINISHED);
        assertThat(plan.findings().getFirst().cause())
                .contains("is kept out of it", "eu-west-1: denied");
    }

    @Test
    void finishesADeletionInAnHourAndAProfileLater() {
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));
        made(RECORD.retiredAt(NOW.minusSeconds(3599)));
        Plan soon = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));
        made(RECORD.retiredAt(NOW.minusSeconds(3600)));
        Plan later = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(soon.decision()).isEqualTo(ProvisionDecision.RETIRE);
        assertThat(soon.actions()).containsExactly(new Action.DeleteProfile(NAME));
        assertThat(later.actions()).containsExactly(new Action.AddRole(NAME, WEB));
    }

    @Test
    void makesTheProfileAgainThatItDeletedForARoleThatStays() {
        made(RECORD.retiredAt(NOW.minusSeconds(3600)));

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.actions()).containsExactly(create(), new Action.AddRole(NAME, WEB));
    }

    @Test
    void looksForTheCreatorOfARoleWhoseProfileSomebodyElseDeleted() {
        made(RECORD);
        calls();

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.LEFT_TO_CODE);
    }

    @Test
    void deletesInASweepTheUnfinishedProfileOfARoleThatNeedsNone() {
        made(RECORD);
        ProvisionTask task = swept(CreatorLookup.REQUIRED);
        answers.give(new Read.OfProfile(NAME), profile(null, OURS));
        answers.give(
                new Read.OfRole(WEB), new RoleDetail(role().role(), LAMBDA, Tags.NONE, null, MADE));

        Plan swept = answers.plan(task.begin(first(Mode.ENFORCE)));
        Plan heard = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(swept.actions()).containsExactly(new Action.DeleteProfile(NAME));
        assertThat(heard.decision()).isEqualTo(ProvisionDecision.NOT_FOR_EC2);
    }

    @Test
    void reportsWhereItStoppedBetweenItsTwoActions() {
        ProvisionTask task = heard(EC2);
        RuntimeException denied = new IllegalStateException("denied");

        assertThat(task.unfinished(List.of(new PerformedAction(create(), Effect.DONE)), denied))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.PROFILE_UNFINISHED);
                    assertThat(finding.cause()).endsWith("could not add the role: denied");
                });
        assertThat(task.unfinished(List.of(), denied)).isEmpty();
    }

    @Test
    void asksForTheQuotaOnceIamSaysThatItIsReached() {
        answers.give(new Read.OfProfileQuota(), new Quota(1000, 1000));
        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        Plan instead = answers.plan(reaction(plan, create(), Effect.QUOTA_REACHED));

        assertThat(instead.decision()).isEqualTo(ProvisionDecision.QUOTA_REACHED);
        assertThat(kinds(instead)).containsExactly(Kind.PROFILE_QUOTA_REACHED);
        assertThat(instead.findings().getFirst().cause()).contains("1000 of at most 1000");
    }

    @Test
    void looksAgainWhereIamDoesNotFindTheRoleThatItAdds() {
        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(reaction(plan, new Action.AddRole(NAME, WEB), Effect.ROLE_GONE))
                .isInstanceOf(Step.LookAgain.class);
        assertThat(plan.reaction().to(new PerformedAction(create(), Effect.DONE))).isNull();
    }

    @Test
    void remembersBeforeTheFirstWriteForWhichRoleTheProfileIs() {
        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(plan.memory())
                .isEqualTo(
                        new Memory.BeforeWriting(
                                List.of(
                                        new Memory.Entry.OfProvenance(
                                                NAME, null, new ProvenanceRecord("AROA1", NOW)))));
    }

    @Test
    void remembersWhichTagsTheProfileHasFromTheRole() {
        String subject = "instance-profile/web";
        answers.give(new Read.OfRole(WEB), role().tagged(Tags.of("owner", "alice")))
                .give(new Read.OfTagRecord(subject), TagRecord.none(subject));

        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));

        assertThat(((Memory.BeforeWriting) plan.memory()).entries())
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(
                        Memory.Entry.OfTags.class,
                        entry ->
                                assertThat(entry.next().inherited())
                                        .isEqualTo(Map.of("Owner", "alice")));
    }

    @Test
    void decidesByTheCallAloneWhereItKeepsEc2Out() {
        Plan plan = answers.plan(heard(LAMBDA).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NOT_FOR_EC2);
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void waitsForWhatIsALittleEarlyAndLeavesTheRestToALaterVisit() {
        Instant due = MADE.plusSeconds(121);
        answers.give(Read.OfTime.NOW, due.minusSeconds(10)).give(new Read.OfTime(due), due);

        Plan plan = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));
        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
        assertThat(answers.asked()).contains(new Read.OfTime(due));

        answers.give(Read.OfTime.NOW, due.minusSeconds(11));
        Plan later = answers.plan(heard(EC2).begin(first(Mode.ENFORCE)));
        assertThat(later.decision()).isEqualTo(ProvisionDecision.NOT_YET);
    }

    @ParameterizedTest
    @EnumSource(
            value = CreatorLookup.class,
            names = {"OPTIONAL", "REQUIRED"})
    void makesAProfileWhoseMakerCloudTrailKnows(CreatorLookup lookup) {
        calls(created("aws-cli/2.31.0", EC2));

        Plan plan = answers.plan(swept(lookup).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
        assertThat(plan.findings().getFirst().actor()).endsWith("user/alice");
    }

    @ParameterizedTest
    @EnumSource(
            value = CreatorLookup.class,
            names = {"OPTIONAL", "REQUIRED"})
    void leavesARoleToTheToolThatCloudTrailNames(CreatorLookup lookup) {
        calls(created("APN/1.0 HashiCorp/1.0 Terraform/1.13.3", EC2));

        Plan plan = answers.plan(swept(lookup).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.LEFT_TO_CODE);
        assertThat(plan.why()).startsWith("Terraform manages web");
    }

    @Test
    void leavesARoleWhoseMakerNobodyKnowsToCodeWhereTheMakerIsRequired() {
        calls();

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.LEFT_TO_CODE);
        assertThat(plan.why()).contains("CloudTrail no longer shows who created the role");
    }

    @Test
    void makesTheProfileOfARoleWhoseMakerNobodyKnowsWhereItIsOnlyAskedFor() {
        calls();

        Plan plan = answers.plan(swept(CreatorLookup.OPTIONAL).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
    }

    @Test
    void asksCloudTrailNothingAboutARoleThatIsOlderThanItsHistory() {
        answers.give(Read.OfTime.NOW, MADE.plus(CloudTrailEvent.RETENTION).plusSeconds(1));

        Plan required = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));
        Plan asked = answers.plan(swept(CreatorLookup.OPTIONAL).begin(first(Mode.ENFORCE)));

        assertThat(required.decision()).isEqualTo(ProvisionDecision.LEFT_TO_CODE);
        assertThat(asked.decision()).isEqualTo(ProvisionDecision.PROVISION);
        assertThat(answers.asked()).noneMatch(Read.OfCalls.class::isInstance);
    }

    @Test
    void asksCloudTrailNothingAboutARoleThatHasAProfile() {
        answers.give(new Read.OfProfilesWith(WEB), List.of(profile(role().role(), Tags.NONE)));

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.HAS_PROFILE);
        assertThat(answers.asked()).noneMatch(Read.OfCalls.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(
            value = CreatorLookup.class,
            names = {"OPTIONAL", "REQUIRED"})
    void goesByTheTrustPolicyOfNowAndNotByThatOfTheCreation(CreatorLookup lookup) {
        calls(created("aws-cli/2.31.0", LAMBDA));

        Plan plan = answers.plan(swept(lookup).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
        assertThat(plan.actions()).containsExactly(create(), new Action.AddRole(NAME, WEB));
    }

    @Test
    void leavesARoleAloneThatWasClosedToEc2SinceItsCreation() {
        answers.give(
                new Read.OfRole(WEB), new RoleDetail(role().role(), LAMBDA, Tags.NONE, null, MADE));
        calls(created("aws-cli/2.31.0", EC2));

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NOT_FOR_EC2);
    }

    @Test
    void goesByTheLastOfTwoCreations() {
        calls(
                created("APN/1.0 HashiCorp/1.0 Terraform/1.13.3", EC2),
                created("aws-cli/2.31.0", EC2));

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.PROVISION);
    }

    @Test
    void waitsForTheDelayAfterACreationThatItFindsInASweep() {
        answers.give(Read.OfTime.NOW, MADE.plusSeconds(100));
        calls(created("aws-cli/2.31.0", EC2));

        Plan plan = answers.plan(swept(CreatorLookup.REQUIRED).begin(first(Mode.ENFORCE)));

        assertThat(plan.decision()).isEqualTo(ProvisionDecision.NOT_YET);
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void looksAgainForARoleThatWasMadeOnlyJustNow() {
        answers.give(new Read.OfRole(WEB), null)
                .give(new Read.OfProfile(NAME), null)
                .give(Read.OfTime.NOW, MADE.plusSeconds(59));

        Step early = answers.follow(atOnce().begin(first(Mode.ENFORCE)));
        answers.give(Read.OfTime.NOW, MADE.plusSeconds(60));
        Plan late = answers.plan(atOnce().begin(first(Mode.ENFORCE)));

        assertThat(early).isInstanceOf(Step.LookAgain.class);
        assertThat(late.decision()).isEqualTo(ProvisionDecision.ROLE_GONE);
    }

    private static final RoleName WEB = new RoleName("web");
    private static final ProfileName NAME = new ProfileName("web");
    private static final Instant MADE = Instant.parse("2026-01-15T09:30:00Z");
    private static final Instant NOW = MADE.plusSeconds(3600);
    private static final ProvenanceRecord RECORD = new ProvenanceRecord("AROA1", MADE).of("AIPA1");
    private static final String EC2 = trust("ec2.amazonaws.com");
    private static final String LAMBDA = trust("lambda.amazonaws.com");
    private static final Tags OURS =
            Tags.of("profile-guard:created-by", "ProfileProvisioner")
                    .with("profile-guard:for-role", "AROA1");
    private static final Provisioning RULE = rule(Duration.ofMinutes(2));
    private static final Retirement RETIREMENT =
            new Retirement(
                    new GuardedProfiles(Globs.parse("")),
                    Duration.ofHours(24),
                    Globs.parse("arn:aws:iam::*:role/ours"));

    private final Answers answers =
            new Answers()
                    .give(new Read.OfRole(WEB), role())
                    .give(new Read.OfProfilesWith(WEB), List.of())
                    .give(new Read.OfProvenance(NAME), null)
                    .give(new Read.OfGuardRecord(NAME), GuardRecord.none(NAME))
                    .give(new Read.OfProfileUse(Set.of(NAME.value())), ProfileUse.NONE)
                    .give(Read.OfTime.NOW, NOW);

    private void made(ProvenanceRecord record) {
        answers.give(new Read.OfProvenance(NAME), record);
    }

    /// The event of the role's creation came.
    private static ProvisionTask heard(String trustPolicy) {
        return task(wanted(trustPolicy), RULE, CreatorLookup.NONE);
    }

    /// The same where nobody is waited for.
    private static ProvisionTask atOnce() {
        return task(wanted(EC2), rule(Duration.ZERO), CreatorLookup.NONE);
    }

    /// A sweep found the role, and no profile of its name.
    private ProvisionTask swept(CreatorLookup lookup) {
        answers.give(new Read.OfProfile(NAME), null);
        Call call = new Call(new Actor.Unknown("nobody"), "sweep", "123456789012", "s-1", NOW);
        return task(
                new ProvisionTrigger.Wanted(
                        WEB, new Creator.Unattributed(), Instant.EPOCH, null, call),
                RULE,
                lookup);
    }

    private static ProvisionTask task(
            ProvisionTrigger.Wanted wanted, Provisioning rule, CreatorLookup lookup) {
        return new ProvisionTask(wanted, rule, RETIREMENT, lookup);
    }

    private static ProvisionTrigger.Wanted wanted(String trustPolicy) {
        Actor alice = new Actor.User("arn:aws:iam::123456789012:user/alice");
        Call call = new Call(alice, "CreateRole", "123456789012", "e-1", MADE);
        return new ProvisionTrigger.Wanted(
                WEB, new Creator.Known(alice, "aws-cli/2.31.0"), MADE, trustPolicy, call);
    }

    private static Provisioning rule(Duration delay) {
        return new Provisioning(
                new Exemptions(Globs.parse("")), ProvisionFor.UNLESS_IAC, delay, List.of("Owner"));
    }

    private static Task.Attempt first(Mode mode) {
        return new Task.Attempt(mode, Task.Writes.NONE);
    }

    private static Step reaction(Plan plan, Action action, Effect effect) {
        return Objects.requireNonNull(plan.reaction().to(new PerformedAction(action, effect)));
    }

    private void calls(CloudTrailEvent... calls) {
        answers.give(new Read.OfCalls("web", MADE), List.of(calls));
    }

    /// CloudTrail's record of the role's creation.
    private static CloudTrailEvent created(String userAgent, String trustPolicy) {
        return CloudTrailEvent.read(
                Map.of(
                        "detail",
                        Map.of(
                                "eventSource",
                                "iam.amazonaws.com",
                                "eventName",
                                "CreateRole",
                                "eventID",
                                "e-1",
                                "eventTime",
                                MADE.toString(),
                                "recipientAccountId",
                                "123456789012",
                                "userAgent",
                                userAgent,
                                "userIdentity",
                                Map.of(
                                        "type", "IAMUser",
                                        "arn", "arn:aws:iam::123456789012:user/alice"),
                                "requestParameters",
                                Map.of(
                                        "roleName",
                                        "web",
                                        "assumeRolePolicyDocument",
                                        trustPolicy))));
    }

    private static String trust(String service) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}\
        """
                .formatted(service);
    }

    private static Action create() {
        return new Action.CreateProfile(NAME, "/", OURS);
    }

    private static RoleDetail role() {
        return new RoleDetail(new Role(WEB, "AROA1", "/"), EC2, Tags.NONE, null, MADE);
    }

    private static InstanceProfile profile(@Nullable Role role, Tags tags) {
        return new InstanceProfile(NAME, "AIPA1", "/", role, tags);
    }

    private static List<Kind> kinds(Plan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }
}
