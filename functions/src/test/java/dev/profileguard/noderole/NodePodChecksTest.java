package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.kind;
import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a node role means for the pods of its nodes.
class NodePodChecksTest {
    @Test
    void notesThatPodsGetNoRolesByPodIdentity() {
        Check pods = bare().attach("nodes", allow("ec2:Describe*", "eks:*")).check("pod-identity");

        assertThat(pods.result()).isEqualTo(Result.NOTE);
        assertThat(pods.problem()).isNull();
        assertThat(pods.text()).contains("eks-auth:AssumeRoleForPodIdentity");
    }

    @Test
    void advisesARoleOfItsOwnForTheCniPlugin() {
        Check cni = right().attach(NodeRoleSamples.CNI).check("cni");

        assertThat(cni.result()).isEqualTo(Result.ADVICE);
        assertThat(kind(cni)).isEqualTo(Finding.Kind.NODE_CNI_ON_NODE_ROLE);
        assertThat(cni.text()).contains("(for IPv4)");
        assertThat(cni.proof()).containsExactly("allowed by AmazonEKS_CNI_Policy");
        assertThat(todo(cni))
                .hasSize(4)
                .anyMatch(each ->
                        each.contains("aws iam create-role --role-name AmazonEKSCNIRole")
                                && each.contains("\"pods.eks.amazonaws.com\"")
                                && each.contains("\"sts:TagSession\""))
                .anyMatch(each ->
                        each.contains("--policy-arn arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"))
                .anyMatch(each ->
                        each.contains(
                                "aws eks create-pod-identity-association --cluster-name CLUSTER"
                                        + " --namespace kube-system --service-account aws-node"
                                        + " --role-arn"
                                        + " arn:aws:iam::123456789012:role/AmazonEKSCNIRole"))
                .last()
                .asString()
                .contains("detach-role-policy --role-name eksNodeRole");
    }

    @Test
    void knowsAnIpv6PolicyByItsActions() {
        Check cni = right().put("own", allow("ec2:AssignIpv6Addresses")).check("cni");

        assertThat(cni.text()).contains("(for IPv6)");
        assertThat(cni.proof()).containsExactly("allowed by own");
        assertThat(todo(cni)).hasSize(3);
        assertThat(right().put("both", allow("ec2:Assign*")).check("cni").text())
                .contains("(for IPv4 and IPv6)");
    }

    @Test
    void onlyNotesThatTheCniPluginHasItsPermissionsElsewhere() {
        assertThat(right().check("cni"))
                .isEqualTo(
                        Check.note(
                                "cni",
                                "The role has no permissions of the CNI plugin. The plugin needs"
                                    + " them on a role of its own, by EKS Pod Identity or by IRSA."
                                    + " IAM does not show whether it has one.",
                                List.of()));
    }
}
