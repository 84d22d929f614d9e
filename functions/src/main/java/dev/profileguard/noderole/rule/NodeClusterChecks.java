package dev.profileguard.noderole.rule;

import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.NodeClusters;
import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which clusters have nodes with the role, and whether their access entries still let them in.
final class NodeClusterChecks {
    private NodeClusterChecks() {}

    /// Empty: EKS was not asked.
    static List<Check> of(NodeRole node) {
        List<Check> checks = new ArrayList<>();
        if (node.clusters().uses().isAsked()) {
            checks.add(clusters(node.clusters()));
            Check outdated = outdated(node);
            if (outdated != null) {
                checks.add(outdated);
            }
        }
        return checks;
    }

    private static Check clusters(NodeClusters clusters) {
        List<String> proof = new ArrayList<>(clusters.proof());
        proof.addAll(clusters.unread());
        String topic = "clusters";
        if (!clusters.unread().isEmpty()) {
            return Check.note(
                    topic,
                    clusters.prove()
                            ? "Nodes of a cluster have the role. Not everything was read from EKS."
                            : "Not everything was read from EKS, so nodes may have the role.",
                    proof);
        }
        return clusters.prove()
                ? Check.right(topic, "Nodes of a cluster have the role.", proof)
                : Check.note(
                        topic,
                        "EKS shows no node group and no access entry of nodes with the role. It"
                                + " does not show nodes that only the ConfigMap aws-auth lets in.",
                        proof);
    }

    /// EKS stores the ID of the role in an access entry, and does not show it. But an entry can
    /// only be made for a role that exists. So one that is older than the role was made for an
    /// earlier role of the same name.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html
    private static @Nullable Check outdated(NodeRole node) {
        List<ClusterUse.Entry> entries =
                node.clusters().uses().byNodes().stream()
                        .filter(ClusterUse.Entry.class::isInstance)
                        .map(ClusterUse.Entry.class::cast)
                        .filter(each -> each.isOlderThan(node.role().created()))
                        .toList();
        if (entries.isEmpty()) {
            return null;
        }
        List<String> todo = new ArrayList<>();
        for (ClusterUse.Entry entry : entries) {
            todo.add(
                    "Delete the access entry: "
                            + ClusterCommands.deleteAccessEntry(
                                    entry.cluster(), entry.principalArn()));
            todo.add(
                    "Make it again: "
                            + ClusterCommands.createAccessEntry(
                                    entry.cluster(), node.arn(), entry.type()));
        }
        return Check.wrong(
                "access-entry",
                "The role was made at %s, after its access entry: EKS remembers the ID of an earlier role of this name, and does not let nodes with this one join."
                        .formatted(node.role().created()),
                entries.stream()
                        .map(each -> "%s of %s".formatted(each.proof(), each.created()))
                        .toList(),
                new Check.Problem(
                        Finding.Kind.NODE_ACCESS_ENTRY_OUTDATED,
                        todo,
                        Set.of(Check.Problem.TRUST_POLICY)));
    }
}
