package dev.profileguard.advice.prevention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreventionTest {
    private static final String SCP = "service control policy";

    @ParameterizedTest
    @CsvSource({
        "service control policy, '', iam:RemoveRoleFromInstanceProfile, LIKELY",
        "service control policy, arn:aws:organizations::1:policy/o-1/p-1,"
                + " iam:DeleteInstanceProfile, LIKELY",
        "service control policy, '', iam:DeleteRole, NONE",
        "service control policy, '', ec2:RunInstances, NONE",
        "permissions boundary, arn:aws:iam::123456789012:policy/ProfileGuardPrevention,"
                + " iam:PassRole, CERTAIN",
        "permissions boundary, arn:aws:iam::123456789012:policy/Other,"
                + " iam:RemoveRoleFromInstanceProfile, NONE",
        "permissions boundary, '', iam:TagInstanceProfile, LIKELY",
        "resource control policy, '', iam:TagInstanceProfile, NONE",
        "identity-based policy, '', iam:TagInstanceProfile, NONE"
    })
    void isKnownByThePolicyAndTheCall(
            String kind, String policyArn, String action, Prevention expected) {
        assertThat(Prevention.of(kind, policyArn, action, Map.of())).isEqualTo(expected);
    }

    @Test
    void isKnownByTheGuardTag() {
        Map<String, Object> tagging =
                Map.of("tags", List.of(Map.of("key", "profile-guard", "value", "eks-node-role")));

        assertThat(Prevention.of(SCP, "", "iam:TagRole", tagging)).isEqualTo(Prevention.LIKELY);
        assertThat(Prevention.of(SCP, "", "iam:TagRole", Map.of())).isEqualTo(Prevention.NONE);
        assertThat(
                        Prevention.of(
                                SCP,
                                "",
                                "iam:UntagRole",
                                Map.of("tagKeys", List.of("profile-guard"))))
                .isEqualTo(Prevention.LIKELY);
    }

    @Test
    void saysWhatToDo() {
        assertThat(Prevention.CERTAIN.reason()).contains("That is Profile Guard's prevention");
        assertThat(Prevention.CERTAIN.steps()).hasSize(2);
        assertThat(Prevention.LIKELY.reason()).contains("if its policies are attached");
        assertThat(Prevention.LIKELY.steps())
                .anySatisfy(each -> assertThat(each).contains("a pipeline in TrustedPrincipals"))
                .anySatisfy(each -> assertThat(each).contains("docs/prevention.md"))
                .anySatisfy(each ->
                        assertThat(each).contains("ask the administrator of the organization"));
        assertThat(Prevention.NONE.steps()).isEmpty();
    }
}
