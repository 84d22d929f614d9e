package dev.profileguard.noderole.rule;

import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.NodeRoleRecipe.Cni;

/// How to make a node role, as Terraform's configuration.
record TerraformRecipe(NodeRoleRecipe recipe) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(role("node", recipe.role(), NodeTrust.document(recipe.ec2())));
        text.append(attachment("node", "worker_node", NodePolicy.WORKER_NODE));
        text.append(attachment("node", "registry", NodePolicy.REGISTRY_PULL));
        if (recipe.cni() == Cni.SEPARATE) {
            text.append(role("cni", recipe.plugin(), NodeRoleRecipe.podIdentityTrust()));
        }
        String holder = recipe.cni() == Cni.NODE ? "node" : "cni";
        text.append(
                switch (recipe.family()) {
                    case IPV4 -> attachment(holder, "cni", NodePolicy.CNI);
                    case IPV6 -> ipv6Policy(holder);
                });
        text.append(
                """
                resource "aws_iam_instance_profile" "node" {
                  name = "%s"
                  role = aws_iam_role.node.name
                }
                """
                        .formatted(recipe.role()));
        if (recipe.cni() == Cni.SEPARATE) {
            text.append(
                    """

                    resource "aws_eks_pod_identity_association" "cni" {
                      cluster_name    = "CLUSTER"
                      namespace       = "kube-system"
                      service_account = "aws-node"
                      role_arn        = aws_iam_role.cni.arn
                    }
                    """);
        }
        return text.toString();
    }

    private static String role(String resource, RoleName name, String trust) {
        return """
        resource "aws_iam_role" "%s" {
          name = "%s"

          assume_role_policy = <<-JSON
            %s
          JSON
        }

        """
                .formatted(resource, name, trust);
    }

    private String attachment(String holder, String resource, NodePolicy policy) {
        return """
        resource "aws_iam_role_policy_attachment" "%s" {
          role       = aws_iam_role.%s.name
          policy_arn = "%s"
        }

        """
                .formatted(resource, holder, policy.arn(recipe.partition()));
    }

    private String ipv6Policy(String holder) {
        return """
        resource "aws_iam_role_policy" "cni" {
          name = "%s"
          role = aws_iam_role.%s.name

          policy = <<-JSON
            %s
          JSON
        }

        """
                .formatted(NodeRoleRecipe.IPV6_POLICY, holder, recipe.ipv6Policy());
    }
}
