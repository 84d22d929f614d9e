package dev.profileguard.noderole;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.cluster.NodeClusters;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.noderole.rule.NodeRole;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The steps that ask EKS about a role.
///
/// @param areTaken whether `ReadEksClusters` is on; if not, EKS is never asked
record ClusterSteps(boolean areTaken) {
    /// The clusters whose pods' roles are read: most node roles have one cluster.
    private static final int MOST_CLUSTERS = 10;

    private static final String FARGATE = "eks-fargate-pods.amazonaws.com";

    /// Lets the clusters decide whether a role is a node role.
    ///
    /// @param known the steps if it is
    /// @param none the plan if nothing shows it
    Step decide(NodeRoleChange change, Supplier<Step> known, Plan none) {
        return areTaken
                ? Step.need(
                        new Read.OfClusterUses(
                                ClusterQuestion.ofNodes(change.role(), change.call().account())),
                        uses -> uses.isOfNodes() ? known.get() : unknown(none, uses))
                : none;
    }

    /// The same for a role that could be a node role only if EC2 may assume it, or if a profile
    /// contains it.
    Step decide(NodeRoleChange change, TrustPolicy.Answer trust, Supplier<Step> known, Plan none) {
        if (!areTaken || !(trust instanceof TrustPolicy.Answer.No)) {
            return decide(change, known, none);
        }
        return Step.need(
                new Read.OfHolders(change.role()),
                (List<HeldRole> holders) -> holders.isEmpty() ? none : decide(change, known, none));
    }

    /// What was not read may show it: so the plan resolves no finding.
    private static Plan unknown(Plan none, ClusterUses uses) {
        return uses.unread().isEmpty()
                ? none
                : Plan.leave(
                        Decision.Common.NOT_FOR_US,
                        "%s. Not everything was read from EKS: %s"
                                .formatted(none.why(), String.join("; ", uses.unread())));
    }

    /// Reads what clusters use a node role for, if these parts depend on it.
    Step facts(NodeRole node, Set<Part> parts, Function<NodeRole, Step> then) {
        boolean hasPath = parts.contains(Part.PROFILES) && !node.role().role().path().equals("/");
        boolean isBroken = node.trust().answer() instanceof TrustPolicy.Answer.No;
        if (!areTaken || !(parts.contains(Part.POLICIES) || hasPath || isBroken)) {
            return then.apply(node);
        }
        ClusterQuestion question =
                new ClusterQuestion(
                        node.role().name(),
                        node.account(),
                        hasPath || isBroken,
                        parts.contains(Part.POLICIES) && node.trust().services().contains(FARGATE));
        return Step.need(
                new Read.OfClusterUses(question),
                uses -> {
                    NodeRole known = node.usedBy(NodeClusters.of(uses));
                    return parts.contains(Part.POLICIES)
                            ? pods(known, known.clustersWhosePodsMatter(), then)
                            : then.apply(known);
                });
    }

    private static Step pods(NodeRole node, List<Cluster> clusters, Function<NodeRole, Step> then) {
        if (clusters.isEmpty() || node.clusters().pods().size() >= MOST_CLUSTERS) {
            return then.apply(node.usedBy(withoutPods(node.clusters(), clusters)));
        }
        Cluster first = clusters.getFirst();
        return Step.need(
                new Read.OfClusterPods(first),
                (ClusterPods roles) ->
                        pods(
                                node.usedBy(node.clusters().with(first, roles)),
                                clusters.subList(1, clusters.size()),
                                then));
    }

    private static NodeClusters withoutPods(NodeClusters known, List<Cluster> others) {
        NodeClusters all = known;
        for (Cluster each : others) {
            all =
                    all.with(
                            each,
                            ClusterPods.unread(
                                    "The pods' roles of %s were not read: only those of %d clusters are"
                                            .formatted(each.text(), MOST_CLUSTERS)));
        }
        return all;
    }
}
