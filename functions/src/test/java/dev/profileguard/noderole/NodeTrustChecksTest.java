package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.kind;
import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.deny;
import static dev.profileguard.noderole.NodeRoleSamples.document;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static dev.profileguard.noderole.NodeRoleSamples.trust;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether EC2 may assume a node role.
class NodeTrustChecksTest {
    @Test
    void namesTheStatementThatTheTrustPolicyLacks() {
        Check trust = right().trusting(trust("eks.amazonaws.com")).check("trust");

        assertThat(trust.result()).isEqualTo(Result.WRONG);
        assertThat(trust.text())
                .isEqualTo(
                        "EC2 cannot assume the role: its trust policy does not allow EC2. Nodes"
                                + " with it get no credentials.");
        assertThat(kind(trust)).isEqualTo(Finding.Kind.NODE_TRUST_WRONG);
        assertThat(todo(trust))
                .singleElement()
                .asString()
                .startsWith("If nodes use the role, add the statement for EC2: aws iam")
                .contains("\"Service\":\"eks.amazonaws.com\"", "\"Service\":\"ec2.amazonaws.com\"")
                .contains(
                        "--role-name eksNodeRole --policy-document '{\"Version\":\"2012-10-17\",");
    }

    @Test
    void namesEc2AsChinaDoes() {
        NodeRoleSamples sample = right().inPartition("aws-cn");

        assertThat(todo(sample.trusting(trust("eks.amazonaws.com")).check("trust")))
                .singleElement()
                .asString()
                .contains("\"ec2.amazonaws.com.cn\"");
        assertThat(sample.trusting(trust("ec2.amazonaws.com.cn")).check("trust").result())
                .isEqualTo(Result.RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Deny','Principal':'*','Action':'sts:*'}",
                "{'Effect':'Deny','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}"
            })
    void doesNotAddAStatementThatADenyOverrides(String deny) {
        Check trust = right().trusting(document(deny)).check("trust");

        assertThat(todo(trust))
                .containsExactly(
                        "Look for the statement that denies EC2: aws iam get-role --role-name"
                                + " eksNodeRole");
    }

    @Test
    void saysWhatATrustPolicyDependsOn() {
        String conditional =
                document(
                        "{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole',"
                            + "'Condition':{'StringEquals':{'aws:SourceAccount':'1'}}}");

        assertThat(right().trusting(conditional).check("trust"))
                .isEqualTo(
                        Check.note(
                                "trust",
                                "EC2 may assume the role, but its trust policy allows EC2 only"
                                        + " under a condition (StringEquals aws:SourceAccount).",
                                List.of()));
    }

    @Test
    void reportsATrustPolicyThatIsNone() {
        Check trust = right().trusting("{}").check("trust");

        assertThat(trust.text())
                .contains("The trust policy of role eksNodeRole: Statement must be");
        assertThat(todo(trust)).hasSize(1);
        assertThat(todo(right().trusting("no JSON").check("trust"))).hasSize(1);
    }
}
