package dev.profileguard.noderole.rule;

import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.NodeRoleRecipe.Cni;
import dev.profileguard.noderole.rule.NodeRoleRecipe.IpFamily;
import java.util.ArrayList;
import java.util.List;

/// How to make a node role, as a CloudFormation template.
record CloudFormationRecipe(NodeRoleRecipe recipe) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Resources:\n");
        text.append(
                role(
                        "NodeRole",
                        recipe.role(),
                        NodeTrust.document(recipe.ec2()),
                        List.of(NodePolicy.WORKER_NODE, NodePolicy.REGISTRY_PULL),
                        recipe.cni() == Cni.NODE));
        text.append(
                """
                  NodeInstanceProfile:
                    Type: AWS::IAM::InstanceProfile
                    Properties:
                      InstanceProfileName: "%s"
                      Roles: [!Ref NodeRole]
                """
                        .formatted(recipe.role()));
        if (recipe.cni() == Cni.SEPARATE) {
            text.append(
                    role(
                            "CniRole",
                            recipe.plugin(),
                            NodeRoleRecipe.podIdentityTrust(),
                            List.of(),
                            true));
            text.append(
                    """
                      CniPodIdentity:
                        Type: AWS::EKS::PodIdentityAssociation
                        Properties:
                          ClusterName: CLUSTER
                          Namespace: kube-system
                          ServiceAccount: aws-node
                          RoleArn: !GetAtt CniRole.Arn
                    """);
        }
        return text.toString();
    }

    private String role(
            String resource,
            RoleName name,
            String trust,
            List<NodePolicy> policies,
            boolean withPlugin) {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                  %s:
                    Type: AWS::IAM::Role
                    Properties:
                      RoleName: "%s"
                      AssumeRolePolicyDocument: %s
                """
                        .formatted(resource, name, trust));
        List<NodePolicy> attached = new ArrayList<>(policies);
        if (withPlugin && recipe.family() == IpFamily.IPV4) {
            attached.add(NodePolicy.CNI);
        }
        if (!attached.isEmpty()) {
            text.append("      ManagedPolicyArns:\n");
            attached.forEach(
                    each -> text.append("        - %s\n".formatted(each.arn(recipe.partition()))));
        }
        if (withPlugin && recipe.family() == IpFamily.IPV6) {
            text.append("      Policies:\n");
            text.append("        - PolicyName: %s\n".formatted(NodeRoleRecipe.IPV6_POLICY));
            text.append("          PolicyDocument: %s\n".formatted(recipe.ipv6Policy()));
        }
        return text.toString();
    }
}
