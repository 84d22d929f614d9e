package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeRoleAdviceTest {
    @Test
    void showsTheTrustPolicyThatEksDoesNotAccept() {
        Advice advice = of(Facts.NONE.withRole(known(role("node"))));

        assertThat(advice.cause())
                .isEqualTo(
                        "EKS does not accept node as node role: it has to exist, EC2 must be able"
                                + " to assume it, and it needs the node policies");
        assertThat(advice.proofs()).containsExactly("Role node has the trust policy {}");
    }

    @Test
    void saysThatTheNodeRoleDoesNotExist() {
        Advice advice = of(Facts.NONE.withRole(none()));

        assertThat(advice.cause()).isEqualTo("There is no role node");
        assertThat(advice.proofs()).containsExactly("IAM has no role node");
    }

    @Test
    void provesNothingAboutANodeRoleThatWasNotRead() {
        assertThat(of(Facts.NONE).proofs()).isEmpty();
    }

    private static Advice of(Facts facts) {
        return Advice.of(
                new FailedCall(
                        "eks.amazonaws.com",
                        "CreateNodegroup",
                        "InvalidParameterException",
                        "The role is not valid",
                        "eu-west-1",
                        Map.of("nodeRole", "arn:aws:iam::123456789012:role/node")),
                facts);
    }
}
