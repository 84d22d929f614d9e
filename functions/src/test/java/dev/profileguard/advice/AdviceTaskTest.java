package dev.profileguard.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.event.Actor;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.LookupKey;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.failure.FailureBurst;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdviceTaskTest {
    @Test
    void storesTheFirstEventAndWaits() {
        Failure failure = launch();
        answers.give(new Read.OfFailures(failure.key()), FailureBurst.none(failure.key()))
                .give(Read.OfTime.NOW, TIME.plusSeconds(119));

        Plan plan = plan(failure);

        assertThat(plan.decision()).isEqualTo(AdviceDecision.NOT_YET);
        assertThat(plan.findings()).isEmpty();
        assertThat(stored(plan).isLedBy("e-1")).isTrue();
    }

    @Test
    void countsAnotherReasonForItself() {
        Failure missing = launch();
        Failure empty =
                failure(
                        Map.of("iamInstanceProfile", Map.of("name", "web")),
                        "ec2.amazonaws.com",
                        "RunInstances",
                        "Client.InvalidParameterValue",
                        "IAM Instance Profile \"web\" has no associated IAM Roles");

        assertThat(empty.subject()).isEqualTo(missing.subject());
        assertThat(empty.key()).isNotEqualTo(missing.key());
    }

    @Test
    void doesNotWaitForAnEventFromTheFuture() {
        Failure failure = launch();
        answers.give(new Read.OfFailures(failure.key()), FailureBurst.none(failure.key()))
                .give(Read.OfTime.NOW, TIME.minus(Duration.ofDays(1)))
                .give(new Read.OfProfile(WEB), null)
                .give(new Read.OfRole(ROLE), null);

        assertThat(plan(failure).decision()).isEqualTo(AdviceDecision.EXPLAINED);
    }

    @Test
    void explainsTheFirstEventWhenItIsDue() {
        Failure failure = launch();
        due(failure, FailureBurst.none(failure.key()));
        answers.give(new Read.OfProfile(WEB), null)
                .give(new Read.OfRole(ROLE), role())
                .give(new Read.OfProfilesWith(ROLE), List.of());

        Plan plan = plan(failure);

        assertThat(plan.decision()).isEqualTo(AdviceDecision.EXPLAINED);
        Finding finding = plan.findings().getFirst();
        assertThat(finding.kind()).isEqualTo(Finding.Kind.LAUNCH_FAILED);
        assertThat(finding.subject()).isEqualTo("instance-profile/web");
        assertThat(finding.eventId()).isEqualTo("e-1");
        assertThat(finding.actor()).isEqualTo(ALICE);
        assertThat(finding.cause())
                .contains("failed with InvalidParameterValue in us-east-1. There is a role web")
                .contains("Read now: IAM has no instance profile web; No instance profile contains")
                .doesNotContain("times");
        assertThat(finding.todo().getLast()).startsWith("See https://docs.aws.amazon.com/");
        assertThat(plan.actions()).isEmpty();
        assertThat(stored(plan).count()).isEqualTo(1);
    }

    @Test
    void onlyCountsWhatFailsAgain() {
        Failure failure = launch();
        FailureBurst before =
                FailureBurst.none(failure.key()).with("e-0", TIME.minusSeconds(60)).nextVersion();
        answers.give(new Read.OfFailures(failure.key()), before);

        Plan plan = plan(failure);

        assertThat(plan.decision()).isEqualTo(AdviceDecision.COUNTED);
        assertThat(plan.findings()).isEmpty();
        assertThat(stored(plan).count()).isEqualTo(2);
        assertThat(answers.asked()).hasSize(1);
    }

    /// The function was killed after it had stored the event.
    @Test
    void explainsTheFirstEventAgainWithTheSameIdAndTheCount() {
        Failure failure = launch();
        FailureBurst stored =
                FailureBurst.none(failure.key())
                        .with("e-1", TIME)
                        .with("e-2", TIME.plusSeconds(90))
                        .nextVersion();
        due(failure, stored);
        answers.give(new Read.OfProfile(WEB), null).give(new Read.OfRole(ROLE), null);

        Plan plan = plan(failure);

        assertThat(stored(plan)).isEqualTo(stored);
        assertThat(plan.findings().getFirst().eventId()).isEqualTo("e-1");
        assertThat(plan.findings().getFirst().cause())
                .endsWith(
                        "The same call by the same actor failed 2 times from 2026-01-15T09:30:00Z"
                                + " to 2026-01-15T09:31:30Z.");
    }

    @Test
    void tellsHowOftenItFailedInEarlierBursts() {
        Failure failure = launch();
        Instant earlier = TIME.minus(Duration.ofHours(1));
        due(failure, FailureBurst.none(failure.key()).with("e-0", earlier));
        answers.give(new Read.OfProfile(WEB), null).give(new Read.OfRole(ROLE), null);

        assertThat(plan(failure).findings().getFirst().cause())
                .endsWith(" It failed 1 times before that.");
    }

    @Test
    void reportsNothingIfTheSameCallSucceededLater() {
        Failure failure = launch();
        due(failure, FailureBurst.none(failure.key()));
        answers.give(new Read.OfProfile(WEB), profile("web"))
                .give(HISTORY, known(success(TIME.plusSeconds(10), ALICE, "web")));

        Plan plan = plan(failure);

        assertThat(plan.decision()).isEqualTo(AdviceDecision.SUCCEEDED_LATER);
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void reportsIfOnlyOtherCallsSucceeded() {
        for (CloudTrailEvent other :
                List.of(
                        success(TIME.plusSeconds(10), BOB, "web"),
                        success(TIME.plusSeconds(10), ALICE, "other"),
                        success(TIME.minusSeconds(10), ALICE, "web"),
                        event(detail("RunInstances", "e-9", "web", "Client.Failed", "no")))) {
            Failure failure = launch();
            answers = new Answers();
            due(failure, FailureBurst.none(failure.key()));
            answers.give(new Read.OfProfile(WEB), profile("web")).give(HISTORY, known(other));

            Plan plan = plan(failure);

            assertThat(plan.decision()).isEqualTo(AdviceDecision.EXPLAINED);
            assertThat(plan.findings().getFirst().cause()).contains("exists now, with its role");
        }
    }

    @Test
    void reportsIfCloudTrailCannotBeAsked() {
        Failure failure = launch();
        due(failure, FailureBurst.none(failure.key()));
        answers.give(new Read.OfProfile(WEB), profile("web"))
                .give(HISTORY, new Read.History.Unavailable("throttled"));

        assertThat(plan(failure).decision()).isEqualTo(AdviceDecision.EXPLAINED);
    }

    @Test
    void readsWhatBlocksADeletionAndNothingElse() {
        Failure failure =
                failure(
                        Map.of("roleName", "web"),
                        "iam.amazonaws.com",
                        "DeleteRole",
                        "DeleteConflictException",
                        "Cannot delete entity, must detach all policies first.");
        due(failure, FailureBurst.none(failure.key()));
        answers.give(new Read.OfRole(ROLE), role())
                .give(new Read.OfProfilesWith(ROLE), List.of(profile("web")))
                .give(
                        new Read.OfPolicyNames(ROLE),
                        new PolicyNames(List.of("arn:aws:iam::aws:policy/A"), List.of()))
                .give(new Read.OfProfileUse(Set.of("web")), ProfileUse.NONE);

        Plan plan = plan(failure);

        assertThat(plan.findings().getFirst().kind()).isEqualTo(Finding.Kind.DELETE_BLOCKED);
        assertThat(plan.findings().getFirst().todo()).hasSize(4);
        assertThat(answers.asked()).hasSize(6);
    }

    @Test
    void readsTheCurrentAssociationInTheRegionOfTheCall() {
        Failure failure =
                failure(
                        Map.of(
                                "DisassociateIamInstanceProfileRequest",
                                Map.of("AssociationId", "iip-assoc-0123456789abcdef0")),
                        "ec2.amazonaws.com",
                        "DisassociateIamInstanceProfile",
                        "Client.IncorrectState",
                        "The association 'iip-assoc-0123456789abcdef0' is not an active"
                                + " association");
        due(failure, FailureBurst.none(failure.key()));
        answers.give(
                        new Read.OfAssociation("us-east-1", "", "iip-assoc-0123456789abcdef0"),
                        new ProfileUse(List.of(), List.of("us-east-1: no answer")))
                .give(
                        past("ReplaceIamInstanceProfileAssociation"),
                        new Read.History.Known(List.of()))
                .give(past("AssociateIamInstanceProfile"), new Read.History.Unavailable("no"));

        Finding finding = plan(failure).findings().getFirst();

        assertThat(finding.kind()).isEqualTo(Finding.Kind.ASSOCIATION_FAILED);
        assertThat(finding.subject()).isEqualTo("association/iip-assoc-0123456789abcdef0");
        assertThat(finding.cause()).doesNotContain("Read now");
    }

    @Test
    void looksForTheInstanceOfAnAssociationThatEc2DoesNotShowAnyMore() {
        Failure failure =
                failure(
                        Map.of("associationId", "iip-assoc-0123456789abcdef0"),
                        "ec2.amazonaws.com",
                        "DisassociateIamInstanceProfile",
                        "Client.InvalidAssociationID.NotFound",
                        "An invalid association-id of 'iip-assoc-0123456789abcdef0' was given");
        Map<String, Object> created =
                detail("AssociateIamInstanceProfile", "e-7", "web", null, null);
        created.put(
                "responseElements",
                Map.of(
                        "AssociateIamInstanceProfileResponse",
                        Map.of(
                                "iamInstanceProfileAssociation",
                                Map.of(
                                        "associationId", "iip-assoc-0123456789abcdef0",
                                        "instanceId", "i-0123456789abcdef0"))));
        due(failure, FailureBurst.none(failure.key()));
        answers.give(
                        new Read.OfAssociation("us-east-1", "", "iip-assoc-0123456789abcdef0"),
                        new ProfileUse(List.of(), List.of("not shown")))
                .give(
                        past("ReplaceIamInstanceProfileAssociation"),
                        new Read.History.Known(List.of()))
                .give(past("AssociateIamInstanceProfile"), known(event(created)))
                .give(
                        new Read.OfAssociation("us-east-1", "i-0123456789abcdef0", ""),
                        ProfileUse.NONE);

        assertThat(plan(failure).findings().getFirst().todo().getFirst())
                .startsWith("Nothing: no profile is associated");
    }

    @Test
    void leavesAloneWhatHasNothingToDoWithRoles() {
        Failure failure =
                failure(
                        Map.of(),
                        "ec2.amazonaws.com",
                        "RunInstances",
                        "Client.InsufficientInstanceCapacity",
                        "no capacity");

        assertThat(plan(failure).decision()).isEqualTo(AdviceDecision.OTHER_REASON);
        assertThat(answers.asked()).isEmpty();
    }

    @Test
    void theKeyOfABurstHasNoSessionAndNoTime() {
        Failure one = launch();
        Failure other =
                found(
                        event(
                                detail(
                                        "RunInstances",
                                        "e-2",
                                        "web",
                                        "Client.InvalidParameterValue",
                                        MISSING)));

        assertThat(other.key()).isEqualTo(one.key()).startsWith("failure#");
        assertThat(Failure.principal(new Actor.RoleSession("arn:r", "s-1")))
                .isEqualTo(Failure.principal(new Actor.RoleSession("arn:r", "s-2")));
        assertThat(Failure.principal(new Actor.Service("eks.amazonaws.com", new Actor.User(ALICE))))
                .isEqualTo("eks.amazonaws.com for " + ALICE);
    }

    private static final Instant TIME = Instant.parse("2026-01-15T09:30:00Z");
    private static final String ALICE = "arn:aws:iam::123456789012:user/alice";
    private static final String BOB = "arn:aws:iam::123456789012:user/bob";
    private static final ProfileName WEB = new ProfileName("web");
    private static final RoleName ROLE = new RoleName("web");
    private static final String MISSING =
            "Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance"
                    + " Profile name";
    private static final Read.OfHistory HISTORY =
            new Read.OfHistory(LookupKey.operation("RunInstances"), TIME);

    private Answers answers = new Answers();

    private void due(Failure failure, FailureBurst burst) {
        answers.give(new Read.OfFailures(failure.key()), burst)
                .give(Read.OfTime.NOW, TIME.plus(AdviceTask.DELAY));
    }

    private Plan plan(Failure failure) {
        return answers.plan(
                new AdviceTask(failure).begin(new Task.Attempt(Mode.OBSERVE, Task.Writes.NONE)));
    }

    private static FailureBurst stored(Plan plan) {
        return ((Memory.OfFailures) plan.memory()).next();
    }

    private static Failure launch() {
        return failure(
                Map.of("iamInstanceProfile", Map.of("name", "web")),
                "ec2.amazonaws.com",
                "RunInstances",
                "Client.InvalidParameterValue",
                MISSING);
    }

    private static Failure failure(
            Map<String, Object> request, String source, String name, String code, String message) {
        Map<String, Object> detail = detail(name, "e-1", "web", code, message);
        detail.put("eventSource", source);
        detail.put("requestParameters", request);
        return found(event(detail));
    }

    private static Failure found(CloudTrailEvent event) {
        return ((Extracted.Found<Failure>) FailureExtraction.in(event)).value();
    }

    private static CloudTrailEvent success(Instant time, String user, String profile) {
        Map<String, Object> detail = detail("RunInstances", "e-9", profile, null, null);
        detail.put("eventTime", time.toString());
        detail.put("userIdentity", Map.of("type", "IAMUser", "arn", user));
        return event(detail);
    }

    private static Map<String, Object> detail(
            String name,
            String id,
            String profile,
            @Nullable String code,
            @Nullable String message) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("eventSource", "ec2.amazonaws.com");
        detail.put("eventName", name);
        detail.put("eventID", id);
        detail.put("eventTime", TIME.toString());
        detail.put("awsRegion", "us-east-1");
        detail.put("recipientAccountId", "123456789012");
        detail.put("userIdentity", Map.of("type", "IAMUser", "arn", ALICE));
        detail.put("requestParameters", Map.of("iamInstanceProfile", Map.of("name", profile)));
        if (code != null && message != null) {
            detail.put("errorCode", code);
            detail.put("errorMessage", message);
        }
        return detail;
    }

    private static CloudTrailEvent event(Map<String, Object> detail) {
        return CloudTrailEvent.read(Map.of("detail", detail));
    }

    private static Read.OfHistory past(String operation) {
        return new Read.OfHistory(
                LookupKey.operation(operation), TIME.minus(CloudTrailEvent.RETENTION));
    }

    private static Read.History known(CloudTrailEvent call) {
        return new Read.History.Known(List.of(call));
    }

    private static InstanceProfile profile(String role) {
        return new InstanceProfile(
                WEB, "AIPA1", "/", new Role(new RoleName(role), "AROA1", "/"), Tags.NONE);
    }

    private static RoleDetail role() {
        return new RoleDetail(new Role(ROLE, "AROA1", "/"), "{}", Tags.NONE, null, TIME);
    }
}
