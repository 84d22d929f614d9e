package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.kind;
import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.bare;
import static dev.profileguard.noderole.NodeRoleSamples.deny;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import org.junit.jupiter.api.Test;

/// Whether a node role allows what nodes need, and what EKS Auto Mode needs.
class NodePermissionChecksTest {
    private static final String WORKER_ARN = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    @Test
    void namesTheActionsThatNothingAllows() {
        Check join = bare().attach(NodeRoleSamples.PULL).check("join");

        assertThat(join.text())
                .isEqualTo(
                        "No policy of the role allows ec2:DescribeInstanceTypes,"
                            + " ec2:DescribeInstances, ec2:DescribeRouteTables,"
                            + " ec2:DescribeSecurityGroups, ec2:DescribeSubnets,"
                            + " ec2:DescribeVolumes, ec2:DescribeVolumesModifications,"
                            + " ec2:DescribeVpcs, eks:DescribeCluster. Nodes with the role cannot"
                            + " join a cluster.");
        assertThat(kind(join)).isEqualTo(Finding.Kind.NODE_POLICY_MISSING);
        assertThat(todo(join))
                .containsExactly(
                        "Attach AmazonEKSWorkerNodePolicy: aws iam attach-role-policy --role-name"
                                + " eksNodeRole --policy-arn "
                                + WORKER_ARN,
                        "Only for nodes of EKS Auto Mode: Attach AmazonEKSWorkerNodeMinimalPolicy:"
                                + " aws iam attach-role-policy --role-name eksNodeRole --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy");
        assertThat(kind(bare().check("images")))
                .isEqualTo(Finding.Kind.NODE_REGISTRY_ACCESS_MISSING);
        assertThat(todo(bare().check("images")))
                .containsExactly(
                        "Attach AmazonEC2ContainerRegistryPullOnly: aws iam attach-role-policy"
                                + " --role-name eksNodeRole --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly");
        assertThat(bare().check("images").text())
                .contains(
                        "ecr:BatchGetImage, ecr:GetAuthorizationToken, ecr:GetDownloadUrlForLayer")
                .contains("not even those of EKS itself");
    }

    @Test
    void takesTheSamePermissionsFromAnyPolicy() {
        NodeRoleSamples own =
                bare().attach("nodes", allow("ec2:Describe*", "eks:*", "eks-auth:*"))
                        .put("images", allow("ecr:*"));

        assertThat(own.checks()).allMatch(each -> each.problem() == null);
        assertThat(own.check("join").proof()).containsExactly("allowed by nodes");
        assertThat(own.check("images").proof()).containsExactly("allowed by images");
    }

    @Test
    void namesOnlyWhatIsMissing() {
        Check join = bare().attach("nodes", allow("ec2:Describe*")).check("join");

        assertThat(join.text())
                .startsWith("No policy of the role allows eks:DescribeCluster. Nodes");
        assertThat(join.proof()).containsExactly("allowed by nodes");
    }

    @Test
    void knowsTheNodesOfAutoMode() {
        NodeRoleSamples auto =
                bare().attach("AmazonEKSWorkerNodeMinimalPolicy").attach(NodeRoleSamples.PULL);

        assertThat(auto.checks()).allMatch(each -> each.problem() == null);
        assertThat(auto.check("join").text())
                .isEqualTo("Nodes may do what they need in EKS Auto Mode.");
        assertThat(auto.check("join").proof())
                .containsExactly("allowed by AmazonEKSWorkerNodeMinimalPolicy");
        assertThat(auto.check("cni").text()).contains("EKS Auto Mode needs none");
    }

    @Test
    void knowsThemByAPolicyOfOnesOwn() {
        NodeRoleSamples auto =
                bare().put("own", allow("eks-auth:AssumeRoleForPodIdentity"))
                        .attach(NodeRoleSamples.PULL);

        assertThat(auto.check("join").result()).isEqualTo(Result.RIGHT);
    }

    @Test
    void saysWhatTheNodesOfAutoModeLack() {
        NodeRoleSamples auto =
                bare().attach("AmazonEKSWorkerNodeMinimalPolicy").attach(NodeRoleSamples.PULL);
        Check denied = auto.put("no", deny("eks-auth:*")).check("denied");

        assertThat(denied.proof())
                .containsExactly(
                        "an explicit deny in the identity-based policy no takes away"
                                + " eks-auth:AssumeRoleForPodIdentity");
    }
}
