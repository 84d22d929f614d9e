package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
