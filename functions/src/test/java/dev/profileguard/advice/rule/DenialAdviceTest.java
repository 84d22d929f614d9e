package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.PolicyJson;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenialAdviceTest {
    @Test
    void letsAUserDoWhatNoIdentityPolicyAllows() {
        Advice advice =
                Advice.of(
                        createRole(
                                "User: %s is not authorized to perform: iam:CreateRole on resource:"
                                        + " %s because no identity-based policy allows the"
                                        + " iam:CreateRole action"),
                        Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:user/alice may not do iam:CreateRole on"
                                + " arn:aws:iam::123456789012:role/new: no identity-based policy"
                                + " allows it");
        assertThat(advice.proofs()).isEmpty();
        assertThat(advice.todo())
                .containsExactly(
                        "aws iam put-user-policy --user-name alice --policy-name"
                                + " ProfileGuardAdvice --policy-document "
                                + document("iam:CreateRole", NEW),
                        "See which of the caller's policies decide: aws iam"
                                + " simulate-principal-policy --policy-source-arn"
                                + " arn:aws:iam::123456789012:user/alice --action-names"
                                + " iam:CreateRole --resource-arns"
                                + " arn:aws:iam::123456789012:role/new");
        assertThat(advice.page())
                .isEqualTo(
                        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html");
    }

    @Test
    void readsAResourceAtTheEndOfASentence() {
        Advice advice =
                Advice.of(
                        createRole(
                                "User: %s is not authorized to perform: iam:CreateRole on resource:"
                                        + " %s."),
                        Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:user/alice may not do iam:CreateRole on"
                                + " arn:aws:iam::123456789012:role/new: "
                                + UNSTATED);
    }

    @Test
    void namesTheOperationWhenTheMessageNamesNothing() {
        Advice advice = Advice.of(refused("RunInstances"), Facts.NONE);

        assertThat(advice.cause()).isEqualTo("The caller may not call RunInstances: " + UNSTATED);
        assertThat(advice.todo())
                .containsExactly(
                        "Allow it in a policy of the caller: "
                            + "{\"Effect\":\"Allow\",\"Action\":\"ec2:RunInstances\",\"Resource\":\"\\u002a\"}");
        assertThat(Advice.of(refused(""), Facts.NONE).cause())
                .isEqualTo("The caller may not call this operation: " + UNSTATED);
    }

    @Test
    void takesTheCallerFromTheEventWhenTheMessageDoesNotNameIt() {
        Facts facts = Facts.NONE.withCaller(known("arn:aws:iam::123456789012:role/team/ci"));

        assertThat(Advice.of(refused("RunInstances"), facts).todo())
                .containsExactly(
                        "aws iam put-role-policy --role-name ci --policy-name ProfileGuardAdvice"
                                + " --policy-document "
                                + document("ec2:RunInstances", ANY));
        assertThat(
                        Advice.of(
                                        iam(
                                                "CreateRole",
                                                "AccessDenied",
                                                "not authorized to perform: iam:CreateRole on"
                                                        + " resource: "
                                                        + NEW,
                                                Map.of()),
                                        facts)
                                .cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:role/team/ci may not do iam:CreateRole on"
                                + " arn:aws:iam::123456789012:role/new: "
                                + UNSTATED);
    }

    @Test
    void namesTheStatementThatTheDecodedMessageNames() {
        Advice advice =
                decoded(
                        message(
                                true,
                                new DecodedMessage.Deny(
                                        "OnlySmall",
                                        List.of("ec2:RunInstances"),
                                        List.of("arn:aws:ec2:*:*:instance/*"),
                                        List.of("ec2:InstanceType", "aws:RequestedRegion"))));

        assertThat(advice.cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:role/ci may not do ec2:RunInstances on"
                                + " arn:aws:ec2:eu-west-1:123456789012:instance/*: statement"
                                + " OnlySmall (Deny ec2:RunInstances on"
                                + " arn:aws:ec2:*:*:instance/*, under conditions on"
                                + " ec2:InstanceType, aws:RequestedRegion) denies it explicitly."
                                + " AWS does not say which policy contains it");
        assertThat(advice.proofs()).containsExactly("The decoded message: {\"allowed\":false}");
        assertThat(advice.todo())
                .containsExactly(
                        "Find the Deny statement (OnlySmall) in a policy of the caller, of its"
                                + " boundary or of the organization",
                        "See which of the caller's policies decide: aws iam"
                                + " simulate-principal-policy --policy-source-arn"
                                + " arn:aws:iam::123456789012:role/ci --action-names"
                                + " ec2:RunInstances --resource-arns"
                                + " 'arn:aws:ec2:eu-west-1:123456789012:instance/*'");
    }

    @Test
    void saysThatADenyingStatementHasNoSid() {
        DecodedMessage.Deny unnamed =
                new DecodedMessage.Deny("", List.of("ec2:*"), List.of("*"), List.of());
        DecodedMessage.Deny other =
                new DecodedMessage.Deny("Other", List.of(), List.of("*"), List.of());

        assertThat(decoded(message(true, unnamed, other)).cause())
                .endsWith(
                        ": a statement without Sid (Deny ec2:* on *), and statement Other deny it"
                                + " explicitly. AWS does not say which policy contains them");
        assertThat(decoded(message(true, unnamed)).todo().getFirst())
                .isEqualTo(
                        "Find the Deny statement in a policy of the caller, of its boundary or of"
                                + " the organization");
    }

    @Test
    void showsThreeStatementsAndFiveValuesOfADecodedMessage() {
        DecodedMessage.Deny deny =
                new DecodedMessage.Deny(
                        "S".repeat(200),
                        List.of("a:A", "a:B", "a:C", "a:D", "a:E", "a:F", "a:G"),
                        List.of("*"),
                        List.of());

        assertThat(decoded(message(true, deny, deny, deny, deny)).cause())
                .contains("(Deny a:A, a:B, a:C, a:D, a:E and 2 more on *)")
                .containsOnlyOnce(" deny it explicitly")
                .doesNotContain("S".repeat(101))
                .satisfies(cause -> assertThat(cause.split("statement S", -1)).hasSize(4));
    }

    @Test
    void saysThatNoPolicyAllowsItAndGivesTheStatementOfTheDecodedMessage() {
        Advice advice = decoded(message(false));

        assertThat(advice.cause()).endsWith(": no policy allows it, and none denies it explicitly");
        assertThat(advice.todo().getFirst())
                .isEqualTo(
                        "aws iam put-role-policy --role-name ci --policy-name ProfileGuardAdvice"
                                + " --policy-document "
                                + document(
                                        "ec2:RunInstances",
                                        "arn:aws:ec2:eu-west-1:123456789012:instance/" + ANY));
    }

    @Test
    void saysThatTheDecodedMessageNamesNoStatement() {
        assertThat(decoded(message(true)).cause())
                .endsWith(
                        ": a policy denies it explicitly; the decoded message does not name the"
                                + " statement");
    }

    @Test
    void addsTheStatementToThePolicyThatTheMessageNames() {
        FailedCall call =
                ec2(
                        "RunInstances",
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation with an explicit deny in"
                                + " a permissions boundary"
                                + ENCODED,
                        Map.of());
        Decoding known =
                new Decoding.Known(
                        message(
                                true,
                                new DecodedMessage.Deny(
                                        "Limit", List.of("ec2:*"), List.of("*"), List.of())));

        assertThat(Advice.of(call, Facts.NONE.withDecoded(known)).cause())
                .endsWith(
                        ": a permissions boundary denies it explicitly, by statement Limit (Deny"
                                + " ec2:* on *)");
    }

    @Test
    void believesTheEventWhereTheDecodedMessageContradictsIt() {
        FailedCall call =
                ec2(
                        "RunInstances",
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation with an explicit deny."
                                + ENCODED,
                        Map.of());

        assertThat(
                        Advice.of(call, Facts.NONE.withDecoded(new Decoding.Known(message(false))))
                                .cause())
                .endsWith(": a policy denies it explicitly; AWS does not say which");
    }

    @Test
    void namesNoRoleWhereTheSessionHasNone() {
        FailedCall call =
                ec2(
                        "RunInstances",
                        "UnauthorizedOperation",
                        "User: arn:aws:sts::123456789012:assumed-role/ is not authorized to"
                                + " perform: ec2:RunInstances on resource: *",
                        Map.of());

        assertThat(String.join(" ", Advice.of(call, Facts.NONE).todo())).doesNotContain("''");
    }

    /// Five values of a kind are shown, of more their number.
    @Test
    void showsAsManyValuesOfAStatementAsAPersonCanRead() {
        List<String> five = List.of("ec2:A", "ec2:B", "ec2:C", "ec2:D", "ec2:E");
        List<String> six = Stream.concat(five.stream(), Stream.of("ec2:F")).toList();

        assertThat(cause(new DecodedMessage.Deny("S", five, List.of("*"), List.of())))
                .contains("(Deny ec2:A, ec2:B, ec2:C, ec2:D, ec2:E on *)");
        assertThat(cause(new DecodedMessage.Deny("S", six, List.of("*"), List.of())))
                .contains("(Deny ec2:A, ec2:B, ec2:C, ec2:D, ec2:E and 1 more on *)");
    }

    @Test
    void namesNoStatementByAnEmptySid() {
        Advice advice =
                decoded(
                        message(
                                true,
                                new DecodedMessage.Deny("", List.of(), List.of(), List.of()),
                                new DecodedMessage.Deny(
                                        "OnlySmall", List.of(), List.of(), List.of())));

        assertThat(advice.todo()).noneMatch(step -> step.contains(", OnlySmall"));
        assertThat(advice.todo()).anyMatch(step -> step.contains("OnlySmall"));
    }

    private static String cause(DecodedMessage.Deny statement) {
        return decoded(message(true, statement)).cause();
    }

    /// Only an explicit deny can be that of Profile Guard's own policies.
    @Test
    void blamesThePreventionOnlyForAnExplicitDeny() {
        String refusal =
                "User: %s is not authorized to perform: iam:DeleteInstanceProfile on resource: %s";

        assertThat(
                        Advice.of(
                                        createRole(
                                                refusal
                                                        + " with an explicit deny in a service"
                                                        + " control policy"),
                                        Facts.NONE)
                                .cause())
                .contains("Profile Guard's prevention");
        assertThat(
                        Advice.of(
                                        createRole(
                                                refusal
                                                        + " because no service control policy"
                                                        + " allows the iam:DeleteInstanceProfile"
                                                        + " action"),
                                        Facts.NONE)
                                .cause())
                .doesNotContain("Profile Guard's prevention");
    }

    @Test
    void asksForNoOtherPolicyOfACallerInTheSameAccount() {
        FailedCall call =
                new FailedCall(
                        "",
                        "",
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/bob is not authorized to perform:"
                                + " lambda:InvokeFunction on resource:"
                                + " arn:aws:lambda:us-east-1:123456789012:function:f because no"
                                + " resource-based policy allows the lambda:InvokeFunction action",
                        "",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).todo())
                .noneMatch(step -> step.contains("in another account"));
    }

    /// The name of a role session has no path, so its ARN is not the role's.
    @Test
    void takesTheRoleOfASessionFromTheMessageOnlyIfTheEventDoesNotSayIt() {
        FailedCall call =
                ec2(
                        "RunInstances",
                        "UnauthorizedOperation",
                        "User: arn:aws:sts::123456789012:assumed-role/ci/run-1 is not authorized"
                                + " to perform: ec2:RunInstances on resource: *",
                        Map.of());
        Facts known = Facts.NONE.withCaller(known("arn:aws:iam::123456789012:role/team/ci"));

        assertThat(Advice.of(call, known).cause())
                .startsWith("arn:aws:iam::123456789012:role/team/ci may not");
        assertThat(Advice.of(call, Facts.NONE).cause())
                .startsWith("arn:aws:iam::123456789012:role/ci may not");
    }

    @Test
    void recognizesARoleThatMayNotBePassedInTheDecodedMessage() {
        DecodedMessage message =
                new DecodedMessage(
                        false,
                        List.of(),
                        "arn:aws:iam::123456789012:user/alice",
                        "iam:PassRole",
                        "arn:aws:iam::123456789012:role/web",
                        "{}");
        Advice advice = decoded(message);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PASS_ROLE_DENIED);
        assertThat(advice.cause())
                .startsWith(
                        "arn:aws:iam::123456789012:user/alice may not pass role"
                                + " arn:aws:iam::123456789012:role/web: ");
        assertThat(advice.todo().getFirst()).contains("\"iam:PassedToService\"");
    }

    @Test
    void explainsTheCallWhenTheMessageCannotBeDecoded() {
        Advice advice =
                Advice.of(encoded(), Facts.NONE.withDecoded(new Decoding.Failed("STS: no answer")));

        assertThat(advice.cause()).isEqualTo("The caller may not call RunInstances: " + UNSTATED);
        assertThat(advice.proofs())
                .containsExactly("The encoded message could not be decoded: STS: no answer");
        assertThat(advice.todo().getLast()).contains("aws sts decode-authorization-message");
    }

    @Test
    void doesNotTakeTextOfADecodedMessageForAnAction() {
        DecodedMessage hostile =
                new DecodedMessage(
                        true,
                        List.of(
                                new DecodedMessage.Deny(
                                        "a\u001b[31m", List.of("x\ny"), List.of("*"), List.of())),
                        "",
                        "rm -rf /",
                        "",
                        "{\"a\":\"\u202e\"}");
        Advice advice = decoded(hostile);

        assertThat(advice.cause())
                .startsWith(
                        "The caller may not call RunInstances: statement a\\u001b[31m (Deny x\\ny");
        assertThat(advice.proofs()).containsExactly("The decoded message: {\"a\":\"\\u202e\"}");
        assertThat(advice.todo()).noneMatch(each -> each.contains("rm -rf"));
    }

    @Test
    void recommendsNoActionWhoseNameIsNotKnown() {
        for (FailedCall call :
                List.of(
                        denied("ec2.amazonaws.com", ""),
                        denied("", "RunInstances"),
                        denied("ec2.amazonaws.com", "run instances"),
                        denied("monitoring.amazonaws.com", "PutMetricData"))) {
            assertThat(Advice.of(call, Facts.NONE).todo())
                    .containsExactly(
                            "Allow it in a policy of the caller. The Service Authorization"
                                    + " Reference has the name of the action");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "autoscaling.amazonaws.com, CreateAutoScalingGroup, autoscaling:CreateAutoScalingGroup",
        "eks.amazonaws.com, CreateNodegroup, eks:CreateNodegroup",
        "ec2.amazonaws.com.cn, RunInstances, ec2:RunInstances",
        "iam.amazonaws.com, CreateRole, iam:CreateRole",
        "sts.amazonaws.com, AssumeRole, sts:AssumeRole"
    })
    void knowsTheActionOfACall(String service, String operation, String action) {
        assertThat(Advice.of(denied(service, operation), Facts.NONE).todo().getFirst())
                .contains("\"Action\":\"" + action + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "ec2.amazonaws.com, ec2.amazonaws.com, true",
        "iam.amazonaws.com, ec2.amazonaws.com, true",
        "autoscaling.amazonaws.com, ec2.amazonaws.com, true",
        "'', ec2.amazonaws.com, true",
        "eks.amazonaws.com, eks.amazonaws.com, false",
        "lambda.amazonaws.com, lambda.amazonaws.com, false",
        "'a service', SERVICE_NAME, false"
    })
    void passesARoleToTheServiceOfTheCall(String service, String passedTo, boolean instances) {
        FailedCall call =
                new FailedCall(
                        service,
                        "",
                        "AccessDenied",
                        "not authorized to perform: iam:PassRole on resource: " + NEW,
                        "",
                        Map.of());
        String step = Advice.of(call, Facts.NONE).todo().getFirst();

        assertThat(step).contains("\"iam:PassedToService\":\"" + passedTo + "\"");
        assertThat(step.contains("AssociatedResourceARN")).isEqualTo(instances);
    }

    @Test
    void addsTheCallerToATrustPolicyThatWasRead() {
        Facts facts =
                Facts.NONE.withTrust(
                        PolicyJson.trust(
                                new RoleName("new"),
                                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:role/other\"},\"Action\":\"sts:AssumeRole\"}]}"));

        assertThat(
                        Advice.of(
                                        assumed(
                                                "because no resource-based policy allows the"
                                                        + " sts:AssumeRole action"),
                                        facts)
                                .todo()
                                .getFirst())
                .isEqualTo(
                        "Let arn:aws:iam::123456789012:user/alice assume role new; the policy keeps"
                            + " its other statements: aws iam update-assume-role-policy --role-name"
                            + " new --policy-document"
                            + " '{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:role/other\"},\"Action\":\"sts:AssumeRole\"},{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:user/alice\"},\"Action\":\"sts:AssumeRole\"}]}'");
    }

    /// A finding has room for 1,800 characters of a command.
    @Test
    void givesTheCommandForATrustPolicyUpToTheLengthThatAFindingShows() {
        String introduction = "the policy keeps its other statements: ";
        IntSummaryStatistics lengths =
                IntStream.range(1_300, 1_800)
                        .mapToObj(DenialAdviceTest::stepForStatementWithSid)
                        .filter(step -> step.contains(introduction))
                        .mapToInt(step -> step.split(introduction, -1)[1].length())
                        .summaryStatistics();

        assertThat(lengths.getMax()).isEqualTo(1_800);
        assertThat(stepForStatementWithSid(1_800)).contains("is long. See it first");
    }

    private static String stepForStatementWithSid(int length) {
        String policy =
                "{\"Statement\":[{\"Sid\":\"%s\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:role/other\"},\"Action\":\"sts:AssumeRole\"}]}"
                        .formatted("S".repeat(length));
        Facts facts = Facts.NONE.withTrust(PolicyJson.trust(new RoleName("new"), policy));
        return Advice.of(
                        assumed(
                                "because no resource-based policy allows the sts:AssumeRole"
                                        + " action"),
                        facts)
                .todo()
                .getFirst();
    }

    @Test
    void changesAnotherResourcesPolicyThanATrustPolicyInItsService() {
        FailedCall call =
                new FailedCall(
                        "",
                        "",
                        "AccessDenied",
                        "User: arn:aws:iam::210987654321:user/bob is not authorized to perform:"
                                + " s3:GetObject on resource: arn:aws:s3:::data/key because no"
                                + " resource-based policy allows the s3:GetObject action",
                        "",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).todo())
                .startsWith(
                        "Allow it to arn:aws:iam::210987654321:user/bob in the policy of"
                                + " arn:aws:s3:::data/key",
                        "If the caller is in another account, its own policies have to allow it"
                            + " too:"
                            + " {\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::data/key\"}");
    }

    private static final String NEW = "arn:aws:iam::123456789012:role/new";

    /// `*` as findings write it in JSON.
    private static final String ANY = "\\u002a";

    private static final String UNSTATED =
            "AWS does not say which policy decides: none allows it, or one denies it";

    private static FailedCall createRole(String message) {
        return iam(
                "CreateRole",
                "AccessDenied",
                message.formatted("arn:aws:iam::123456789012:user/alice", NEW),
                Map.of("roleName", "new"));
    }

    private static final String ENCODED = " Encoded authorization failure message: AbC-_1";

    private static FailedCall encoded() {
        return ec2(
                "RunInstances",
                "UnauthorizedOperation",
                "You are not authorized to perform this operation." + ENCODED,
                Map.of());
    }

    private static Advice decoded(DecodedMessage message) {
        return Advice.of(encoded(), Facts.NONE.withDecoded(new Decoding.Known(message)));
    }

    private static DecodedMessage message(boolean denied, DecodedMessage.Deny... denying) {
        return new DecodedMessage(
                denied,
                List.of(denying),
                "arn:aws:sts::123456789012:assumed-role/ci/run-1",
                "RunInstances",
                "arn:aws:ec2:eu-west-1:123456789012:instance/*",
                "{\"allowed\":false}");
    }

    private static FailedCall denied(String service, String operation) {
        return new FailedCall(service, operation, "AccessDenied", "", "", Map.of());
    }

    private static FailedCall assumed(String why) {
        return new FailedCall(
                "sts.amazonaws.com",
                "AssumeRole",
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:"
                        + " sts:AssumeRole on resource: %s %s".formatted(NEW, why),
                "us-east-1",
                Map.of());
    }

    private static FailedCall refused(String operation) {
        return ec2(
                operation,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation.",
                Map.of());
    }

    private static String document(String action, String resource) {
        return "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}]}'"
                .formatted(action, resource);
    }
}
