package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.denied;
import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What to do about a denial, by the kind of policy that decided.
class DenialStepsTest {
    @Test
    void givesTheMinimalStatementToPassARole() {
        FailedCall call =
                iam(
                        "AddRoleToInstanceProfile",
                        "AccessDenied",
                        denied(
                                "iam:PassRole",
                                "arn:aws:iam::123456789012:role/web",
                                "because no identity-based policy allows the iam:PassRole action"),
                        Map.of("instanceProfileName", "web", "roleName", "web"));

        Advice advice = Advice.of(call, Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PASS_ROLE_DENIED);
        assertThat(advice.cause())
                .isEqualTo(
                        "arn:aws:iam::123456789012:role/ci may not pass role"
                            + " arn:aws:iam::123456789012:role/web: no identity-based policy allows"
                            + " it");
        assertThat(advice.todo().getFirst())
                .isEqualTo(
                        "aws iam put-role-policy --role-name ci --policy-name ProfileGuardAdvice"
                            + " --policy-document"
                            + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"arn:aws:iam::123456789012:role/web\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"ec2.amazonaws.com\"},\"ArnLike\":{\"iam:AssociatedResourceARN\":\"arn:aws:ec2:\\u002a:123456789012:instance/\\u002a\"}}}]}'");
        assertThat(advice.page()).endsWith("id_roles_use_passrole.html");
    }

    @Test
    void passesANodeRoleToEks() {
        FailedCall call =
                new FailedCall(
                        "eks.amazonaws.com",
                        "CreateNodegroup",
                        "AccessDeniedException",
                        denied("iam:PassRole", "arn:aws-cn:iam::123456789012:role/node", ""),
                        "cn-north-1",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).todo().getFirst())
                .contains("\"iam:PassedToService\":\"eks.amazonaws.com\"")
                .doesNotContain("AssociatedResourceARN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "with an explicit deny in a service control policy | a service control policy"
                        + " denies it explicitly | Ask the administrator of the organization",
                "with an explicit deny in a service control policy:"
                    + " arn:aws:organizations::987654321098:policy/o-q/service_control_policy/p-2 |"
                    + " denies it explicitly:"
                    + " arn:aws:organizations::987654321098:policy/o-q/service_control_policy/p-2 |"
                    + " Ask the administrator",
                "because no service control policy allows the x:Y action | no service control"
                        + " policy allows it | it has to allow iam:CreateRole",
                "with an explicit deny in a resource control policy | a resource control policy"
                        + " denies it | resource control policy",
                "because no permissions boundary allows the x:Y action | no permissions boundary"
                        + " allows it | permissions boundary too: {",
                "with an explicit deny in a permissions boundary | a permissions boundary denies it"
                        + " | does not overrule it",
                "because no session policy allows the x:Y action | no session policy allows it |"
                        + " whose session policy allows it",
                "with an explicit deny in an identity-based policy | an identity-based policy"
                        + " denies it | Find the Deny statement",
                "because no identity-based policy allows the x:Y action | no identity-based policy"
                        + " allows it | aws iam put-role-policy --role-name ci",
                "because no VPC endpoint policy allows the x:Y action | no VPC endpoint policy"
                        + " allows it | VPC endpoint",
                "because no resource-based policy allows the x:Y action | no resource-based policy"
                    + " allows it | The trust policy of role new was not read. See it first: aws"
                    + " iam get-role --role-name new",
                "with an explicit deny in the role trust policy | a role trust policy denies it |"
                    + " Find the Deny statement in the trust policy of role new: aws iam get-role"
                    + " --role-name new",
                "with an explicit deny | a policy denies it explicitly; AWS does not say which |"
                        + " Find the Deny statement",
                "'' | AWS does not say which policy decides | aws iam put-role-policy",
            })
    void explainsADenialByTheKindOfPolicy(String why, String cause, String todo) {
        FailedCall call =
                iam(
                        "CreateRole",
                        "AccessDenied",
                        denied("iam:CreateRole", "arn:aws:iam::123456789012:role/new", why),
                        Map.of("roleName", "new"));

        Advice advice = Advice.of(call, Facts.NONE);

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.ACCESS_DENIED);
        assertThat(advice.cause()).contains(cause);
        assertThat(advice.todo().getFirst()).contains(todo);
        assertThat(advice.todo().getLast())
                .contains(
                        "aws iam simulate-principal-policy --policy-source-arn"
                                + " arn:aws:iam::123456789012:role/ci --action-names iam:CreateRole"
                                + " --resource-arns arn:aws:iam::123456789012:role/new");
    }

    @Test
    void saysThatBothAccountsHaveToAllowACallAcrossAccounts() {
        FailedCall call =
                new FailedCall(
                        "sts.amazonaws.com",
                        "AssumeRole",
                        "AccessDenied",
                        denied("sts:AssumeRole", "arn:aws:iam::210987654321:role/deploy", ""),
                        "us-east-1",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).cause()).contains("in different accounts");
    }

    @Test
    void showsADecodedMessage() {
        FailedCall call =
                ec2(
                        "RunInstances",
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. Encoded authorization"
                                + " failure message: AbC-_1",
                        Map.of());

        assertThat(Advice.of(call, Facts.NONE).todo())
                .anyMatch(each -> each.contains("aws sts decode-authorization-message"));
        Advice decoded =
                Advice.of(
                        call,
                        Facts.NONE.withDecoded(
                                new Decoding.Known(
                                        new DecodedMessage(
                                                false,
                                                List.of(),
                                                "",
                                                "",
                                                "",
                                                "{\"allowed\":false}"))));
        assertThat(decoded.proofs()).containsExactly("The decoded message: {\"allowed\":false}");
        assertThat(decoded.todo()).noneMatch(each -> each.contains("decode"));
    }
}
