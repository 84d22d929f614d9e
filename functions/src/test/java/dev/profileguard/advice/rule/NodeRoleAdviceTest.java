package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.PolicyJson;
import dev.profileguard.iam.RoleName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"eu-west-1, ec2.amazonaws.com", "cn-north-1, ec2.amazonaws.com.cn"})
    void addsTheMissingStatementAndKeepsTheOthers(String region, String ec2) {
        Advice advice = of(region, trusting("{\"Service\":\"eks.amazonaws.com\"}"));

        assertThat(advice.cause())
                .isEqualTo(
                        "EC2 cannot assume role node, so it cannot be a node role: its trust policy"
                                + " does not allow EC2");
        assertThat(advice.todo())
                .containsExactly(
                        "Let EC2 assume role node; the policy keeps its other statements: aws iam"
                                + " update-assume-role-policy --role-name node --policy-document"
                                + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"eks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"},{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},\"Action\":\"sts:AssumeRole\"}]}'"
                                        .formatted(ec2),
                        POLICIES);
    }

    @Test
    void looksForTheStatementThatDeniesEc2() {
        Advice advice =
                of(
                        "eu-west-1",
                        trusting("{\"Service\":\"ec2.amazonaws.com\"}")
                                .replace("\"Allow\"", "\"Deny\""));

        assertThat(advice.todo())
                .containsExactly(
                        "Look in the trust policy of role node for the statement that denies EC2:"
                                + " aws iam get-role --role-name node",
                        POLICIES);
    }

    @Test
    void doesNotChangeATrustPolicyThatIsRight() {
        Advice advice = of("eu-west-1", trusting("{\"Service\":\"ec2.amazonaws.com\"}"));

        assertThat(advice.cause())
                .startsWith("EKS does not accept node as node role, although EC2 can assume it");
        assertThat(advice.todo()).containsExactly(POLICIES);
    }

    @Test
    void leavesALongPolicyToTheReaderSinceAFindingWouldCutTheCommand() {
        String longName = "a".repeat(1_700);
        Advice advice = of("eu-west-1", trusting("{\"AWS\":\"%s\"}".formatted(longName)));

        assertThat(advice.todo())
                .containsExactly(
                        "The trust policy of role node is long. See it first: aws iam get-role"
                                + " --role-name node",
                        STATEMENT,
                        PUT,
                        POLICIES);
    }

    @Test
    void leavesAPolicyThatCannotBeReadToTheReader() {
        Advice advice = of("eu-west-1", "none");

        assertThat(advice.cause())
                .isEqualTo(
                        "EC2 cannot assume role node, so it cannot be a node role: its trust policy"
                                + " cannot be read");
        assertThat(advice.todo())
                .startsWith(
                        "The trust policy of role node cannot be read. See it first: aws iam"
                                + " get-role --role-name node",
                        STATEMENT,
                        PUT);
    }

    @Test
    void saysThatTheNodeRoleDoesNotExist() {
        Advice advice = of(Facts.NONE.withRole(none()));

        assertThat(advice.cause()).isEqualTo("There is no role node");
        assertThat(advice.proofs()).containsExactly("IAM has no role node");
        assertThat(advice.todo())
                .containsExactly(
                        "Create it with its policies: invoke NodeRoleCheck with {\"make\":"
                                + " {\"role\": \"node\"}}",
                        "If the name is wrong, look for the right one: aws iam list-roles --query"
                                + " 'Roles[].RoleName' --output text");
    }

    @Test
    void provesNothingAboutANodeRoleThatWasNotRead() {
        Advice advice = of(Facts.NONE);

        assertThat(advice.proofs()).isEmpty();
        assertThat(advice.todo())
                .containsExactly(
                        "The trust policy of role node was not read. See it first: aws iam get-role"
                                + " --role-name node",
                        STATEMENT,
                        PUT,
                        POLICIES);
    }

    @Test
    void explainsANodeRoleThatEc2CannotAssume() {
        FailedCall call =
                new FailedCall(
                        "eks.amazonaws.com",
                        "CreateNodegroup",
                        "InvalidParameterException",
                        "Following required service principals [ec2.amazonaws.com] were not found"
                                + " in the trust relationships of nodeRole"
                                + " arn:aws:iam::123456789012:role/node",
                        "eu-west-1",
                        Map.of("nodeRole", "arn:aws:iam::123456789012:role/node"));

        Advice advice = Advice.of(call, Facts.NONE.withRole(known(role("node"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.NODE_ROLE_INVALID);
        assertThat(advice.cause())
                .startsWith("The trust policy of role node does not let EC2 assume it");
        assertThat(advice.todo())
                .startsWith(
                        "The trust policy of role node was not read. See it first: aws iam get-role"
                                + " --role-name node",
                        "Write it to trust.json with this statement beside its own:"
                            + " {\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}",
                        "aws iam update-assume-role-policy --role-name node --policy-document"
                                + " file://trust.json");
    }

    private static final String STATEMENT =
            "Write it to trust.json with this statement beside its own:"
                + " {\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}";
    private static final String PUT =
            "aws iam update-assume-role-policy --role-name node --policy-document"
                    + " file://trust.json";
    private static final String POLICIES =
            "See its policies; it needs AmazonEKSWorkerNodePolicy and"
                    + " AmazonEC2ContainerRegistryPullOnly: aws iam list-attached-role-policies"
                    + " --role-name node; aws iam list-role-policies --role-name node";

    private static String trusting(String principal) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":%s,\"Action\":\"sts:AssumeRole\"}}"
                .formatted(principal);
    }

    private static Advice of(String region, String trust) {
        return of(
                region,
                Facts.NONE
                        .withRole(known(role("node")))
                        .withTrust(PolicyJson.trust(new RoleName("node"), trust)));
    }

    private static Advice of(Facts facts) {
        return of("eu-west-1", facts);
    }

    private static Advice of(String region, Facts facts) {
        return Advice.of(
                new FailedCall(
                        "eks.amazonaws.com",
                        "CreateNodegroup",
                        "InvalidParameterException",
                        "The role is not valid",
                        region,
                        Map.of("nodeRole", "arn:aws:iam::123456789012:role/node")),
                facts);
    }
}
