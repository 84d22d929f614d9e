package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whether the node role has the permissions of the CNI plugin, which gives addresses to pods.
/// Better the plugin has a role of its own: with them on the node role, every pod of the node that
/// reaches the instance metadata can change network interfaces.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
final class NodeNetworking {
    static final String TOPIC = "cni";

    private NodeNetworking() {}

    /// @param auto whether the role is for nodes of EKS Auto Mode, which need none of it
    static Check check(NodeRole node, NodeAddresses addresses, boolean auto) {
        if (addresses.four().isAny() || addresses.six().isAny()) {
            return onNodeRole(node, addresses.four(), addresses.six());
        }
        if (!node.clusters().withPlugin().isEmpty()) {
            return addresses.elsewhere();
        }
        return Check.note(
                TOPIC,
                auto
                        ? "The role has no permissions of the CNI plugin. EKS Auto Mode needs none."
                        : "The role has no permissions of the CNI plugin. The plugin needs them on"
                                + " a role of its own, by EKS Pod Identity or by IRSA. IAM does not"
                                + " show whether it has one.",
                List.of());
    }

    private static Check onNodeRole(NodeRole node, Grant four, Grant six) {
        List<String> families = new ArrayList<>();
        if (four.isAny()) {
            families.add("IPv4");
        }
        if (six.isAny()) {
            families.add("IPv6");
        }
        Set<String> by = new LinkedHashSet<>(four.by());
        by.addAll(six.by());
        return Check.advice(
                TOPIC,
                "The node role has the permissions of the CNI plugin (for %s), so every pod that reaches the instance metadata can use them. A role of its own for the plugin is better."
                        .formatted(String.join(" and ", families)),
                by.stream().map(policy -> "allowed by " + policy).toList(),
                new Check.Problem(Finding.Kind.NODE_CNI_ON_NODE_ROLE, todo(node), by));
    }

    private static List<String> todo(NodeRole node) {
        String plugin = "AmazonEKSCNIRole";
        String arn = "arn:%s:iam::%s:role/%s".formatted(node.partition(), node.account(), plugin);
        List<String> todo = new ArrayList<>();
        todo.add(
                "Make a role for the plugin: "
                        + Commands.createRole(plugin, NodeRoleRecipe.podIdentityTrust()));
        todo.add(
                "Give it the plugin's policy (in an IPv6 cluster, a policy of your own): "
                        + Commands.attachPolicy(
                                new RoleName(plugin), NodePolicy.CNI.arn(node.partition())));
        todo.add(
                "Give the role to the plugin: "
                        + Commands.associatePodIdentity("kube-system", "aws-node", arn));
        node.attached().stream()
                .filter(NodePolicy.CNI::is)
                .map(AttachedPolicy::arn)
                .forEach(policy ->
                        todo.add(
                                "When the plugin's pods have started again, detach the policy from"
                                        + " the node role: "
                                        + Commands.detachPolicy(node.role().name(), policy)));
        return todo;
    }
}
