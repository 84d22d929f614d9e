package dev.profileguard.noderole.rule;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether the CNI plugin can give addresses to the pods of the clusters that EKS shows, by the
/// node role or by a role of its own.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
record NodeAddresses(NodeRole node, Grant four, Grant six) {
    private static final String ANNOTATION =
            "EKS does not show whether an annotation of the service account aws-node names a role"
                    + " for it";

    static NodeAddresses of(NodeRole node) {
        return new NodeAddresses(
                node, Grant.of(node, NodeNeed.ASSIGN_IPV4), Grant.of(node, NodeNeed.ASSIGN_IPV6));
    }

    /// The clusters in which the node role does not let the plugin give the pods' addresses.
    List<Cluster> unserved() {
        return node.clusters().withPlugin().stream().filter(each -> !isServed(each)).toList();
    }

    private boolean isServed(Cluster cluster) {
        return switch (cluster.family()) {
            case IPV4 -> four.isAny();
            case IPV6 -> six.isAny();
            case UNKNOWN -> true;
        };
    }

    /// Whether the role has the permissions for the wrong addresses; null: no cluster shows it.
    @Nullable Check wrongFamily() {
        List<Cluster> wrong =
                four.isAny() || six.isAny()
                        ? unserved().stream().filter(this::hasNoOtherRole).toList()
                        : List.of();
        if (wrong.isEmpty()) {
            return null;
        }
        Set<String> by = new LinkedHashSet<>(four.by());
        by.addAll(six.by());
        return Check.wrong(
                "cni-family",
                "The node role lets the CNI plugin assign %s addresses only, but the pods of %s have %s addresses. They get none."
                        .formatted(
                                four.isAny() ? "IPv4" : "IPv6",
                                String.join(", ", wrong.stream().map(Cluster::text).toList()),
                                four.isAny() ? "IPv6" : "IPv4"),
                proof(wrong, by),
                new Check.Problem(Finding.Kind.NODE_CNI_WRONG_FAMILY, todo(), by));
    }

    /// Whether EKS shows that nothing gives the plugin a role of its own.
    private boolean hasNoOtherRole(Cluster cluster) {
        ClusterPods pods = node.clusters().podsOf(cluster);
        return pods != null && pods.plugin() == null;
    }

    private List<String> proof(List<Cluster> clusters, Set<String> by) {
        List<String> proof = new ArrayList<>();
        by.forEach(policy -> proof.add("allowed by " + policy));
        clusters.forEach(each -> proof.add(pluginOf(each)));
        return proof;
    }

    private List<String> todo() {
        String policy =
                new NodeRoleRecipe(
                                node.role().name(),
                                NodeRoleRecipe.IpFamily.IPV6,
                                NodeRoleRecipe.Cni.NODE,
                                node.partition(),
                                node.account())
                        .ipv6Policy();
        return List.of(
                "Let the plugin assign the other addresses, better by a role of its own than by"
                        + " this one: "
                        + (four.isAny()
                                ? Commands.putPolicy(
                                        node.role().name().value(),
                                        NodeRoleRecipe.IPV6_POLICY,
                                        policy)
                                : Commands.attachPolicy(
                                        node.role().name(), NodePolicy.CNI.arn(node.partition()))));
    }

    /// Where the role has none of the plugin's permissions: whether EKS shows another role.
    Check elsewhere() {
        List<Cluster> all = node.clusters().withPlugin();
        boolean everywhere =
                all.stream()
                        .allMatch(each -> {
                            ClusterPods pods = node.clusters().podsOf(each);
                            return pods != null && pods.plugin() != null;
                        });
        List<String> proof = all.stream().map(this::pluginOf).toList();
        return everywhere
                ? Check.right(NodeNetworking.TOPIC, "The CNI plugin has a role of its own.", proof)
                : Check.note(
                        NodeNetworking.TOPIC,
                        "The role has no permissions of the CNI plugin, and EKS does not show"
                                + " everywhere that the plugin has a role of its own.",
                        proof);
    }

    private String pluginOf(Cluster cluster) {
        ClusterPods pods = node.clusters().podsOf(cluster);
        if (pods == null) {
            return "the plugin's role in %s was not read".formatted(cluster.text());
        }
        String plugin = pods.plugin();
        if (plugin != null) {
            return plugin;
        }
        return pods.isAddOn()
                ? "neither the add-on vpc-cni of %s nor a Pod Identity association gives the plugin a role"
                        .formatted(cluster.text())
                : "no Pod Identity association of %s gives the plugin a role, and it is no add-on: %s"
                        .formatted(cluster.text(), ANNOTATION);
    }
}
