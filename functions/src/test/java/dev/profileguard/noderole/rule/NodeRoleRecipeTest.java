package dev.profileguard.noderole.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.NodeRoleRecipe.Cni;
import dev.profileguard.noderole.rule.NodeRoleRecipe.IpFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeRoleRecipeTest {
    private static final String TRUST =
            "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'";

    @Test
    void makesTheRoleItsPoliciesTheRoleOfThePluginAndTheProfileInThisOrder() {
        assertThat(recipe("nodes", IpFamily.IPV4, Cni.SEPARATE).commands())
                .containsExactly(
                        "aws iam create-role --role-name nodes --assume-role-policy-document "
                                + TRUST,
                        "aws iam attach-role-policy --role-name nodes --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                        "aws iam attach-role-policy --role-name nodes --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
                        "aws iam create-role --role-name nodes-CNI --assume-role-policy-document"
                            + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"pods.eks.amazonaws.com\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}'",
                        "aws iam attach-role-policy --role-name nodes-CNI --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
                        "aws iam create-instance-profile --instance-profile-name nodes",
                        "aws iam add-role-to-instance-profile --instance-profile-name nodes"
                                + " --role-name nodes",
                        "aws eks create-pod-identity-association --cluster-name CLUSTER --namespace"
                                + " kube-system --service-account aws-node --role-arn"
                                + " arn:aws:iam::123456789012:role/nodes-CNI");
    }

    @Test
    void putsThePluginsPolicyOnTheNodeRoleOnRequest() {
        assertThat(recipe("nodes", IpFamily.IPV4, Cni.NODE).commands())
                .hasSize(6)
                .contains(
                        "aws iam attach-role-policy --role-name nodes --policy-arn"
                                + " arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy")
                .noneMatch(each -> each.contains("nodes-CNI"));
    }

    @Test
    void hasAPolicyOfItsOwnForIpv6() {
        String put =
                "aws iam put-role-policy --role-name %s --policy-name AmazonEKS_CNI_IPv6_Policy"
                    + " --policy-document"
                    + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"ec2:AssignIpv6Addresses\",\"ec2:DescribeInstances\",\"ec2:DescribeTags\",\"ec2:DescribeNetworkInterfaces\",\"ec2:DescribeInstanceTypes\"],\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":[\"ec2:CreateTags\"],\"Resource\":[\"arn:aws:ec2:*:*:network-interface/*\"]}]}'";

        assertThat(recipe("nodes", IpFamily.IPV6, Cni.SEPARATE).commands())
                .contains(put.formatted("nodes-CNI"));
        assertThat(recipe("nodes", IpFamily.IPV6, Cni.NODE).commands())
                .contains(put.formatted("nodes"));
    }

    @Test
    void namesThingsAsChinaDoes() {
        NodeRoleRecipe recipe =
                new NodeRoleRecipe(
                        new RoleName("nodes"), IpFamily.IPV4, Cni.NODE, "aws-cn", "123456789012");

        assertThat(recipe.commands())
                .anyMatch(each -> each.contains("\"ec2.amazonaws.com.cn\""))
                .anyMatch(each -> each.contains("arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy"));
    }

    @Test
    void keepsTheNameOfThePluginsRoleWithinItsLimit() {
        String longest = "n".repeat(64);

        assertThat(recipe(longest, IpFamily.IPV4, Cni.SEPARATE).commands())
                .anyMatch(each -> each.contains("--role-name " + "n".repeat(60) + "-CNI "));
    }

    @Test
    void saysTheSameForCloudFormation() {
        assertThat(recipe("nodes", IpFamily.IPV4, Cni.SEPARATE).cloudFormation().lines())
                .containsSubsequence(
                        "Resources:",
                        "  NodeRole:",
                        "    Type: AWS::IAM::Role",
                        "      RoleName: \"nodes\"",
                        "        - arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                        "        - arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
                        "  NodeInstanceProfile:",
                        "      InstanceProfileName: \"nodes\"",
                        "      Roles: [!Ref NodeRole]",
                        "  CniRole:",
                        "      RoleName: \"nodes-CNI\"",
                        "        - arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
                        "  CniPodIdentity:",
                        "      RoleArn: !GetAtt CniRole.Arn");
        assertThat(recipe("nodes", IpFamily.IPV6, Cni.NODE).cloudFormation())
                .contains("        - PolicyName: AmazonEKS_CNI_IPv6_Policy\n")
                .doesNotContain("CniRole", "AmazonEKS_CNI_Policy");
        assertThat(recipe("nodes", IpFamily.IPV4, Cni.NODE).cloudFormation())
                .contains("AmazonEKS_CNI_Policy")
                .doesNotContain("Policies:\n");
    }

    @Test
    void saysTheSameForTerraform() {
        assertThat(recipe("nodes", IpFamily.IPV4, Cni.SEPARATE).terraform().lines())
                .containsSubsequence(
                        "resource \"aws_iam_role\" \"node\" {",
                        "  name = \"nodes\"",
                        "  assume_role_policy = <<-JSON",
                        "resource \"aws_iam_role_policy_attachment\" \"worker_node\" {",
                        "resource \"aws_iam_role_policy_attachment\" \"registry\" {",
                        "resource \"aws_iam_role\" \"cni\" {",
                        "resource \"aws_iam_role_policy_attachment\" \"cni\" {",
                        "  role       = aws_iam_role.cni.name",
                        "resource \"aws_iam_instance_profile\" \"node\" {",
                        "resource \"aws_eks_pod_identity_association\" \"cni\" {");
        assertThat(recipe("nodes", IpFamily.IPV6, Cni.NODE).terraform())
                .contains("resource \"aws_iam_role_policy\" \"cni\" {", "aws_iam_role.node.name")
                .doesNotContain("aws_eks_pod_identity_association", "aws_iam_role.cni");
    }

    @Test
    void answersWithAllThree() {
        NodeRoleRecipe recipe = recipe("nodes", IpFamily.IPV4, Cni.NODE);

        assertThat(recipe.json())
                .containsEntry("commands", recipe.commands())
                .containsEntry("cloudFormation", recipe.cloudFormation())
                .containsEntry("terraform", recipe.terraform());
        assertThat(List.copyOf(recipe.json().keySet()))
                .containsExactly("commands", "cloudFormation", "terraform");
    }

    private static NodeRoleRecipe recipe(String role, IpFamily family, Cni cni) {
        return new NodeRoleRecipe(new RoleName(role), family, cni, "aws", "123456789012");
    }
}
