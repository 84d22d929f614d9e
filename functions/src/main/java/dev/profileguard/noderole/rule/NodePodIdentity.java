package dev.profileguard.noderole.rule;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whether pods on the nodes can get roles by EKS Pod Identity, and whether they should.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
///
/// @param grant what the role's policies say about it
record NodePodIdentity(NodeRole node, Grant grant) {
    private static final String TOPIC = "pod-identity";

    Check check() {
        List<Cluster> asking =
                node.clusters().withPlugin().stream().filter(this::hasAssociations).toList();
        if (grant.isWhole()) {
            return Check.right(
                    TOPIC, "Pods on the nodes can get roles by EKS Pod Identity.", grant.proof());
        }
        return asking.isEmpty() || !node.unreadable().isEmpty() ? unasked(asking) : wrong(asking);
    }

    private boolean hasAssociations(Cluster cluster) {
        ClusterPods pods = node.clusters().podsOf(cluster);
        return pods != null && pods.associations() > 0;
    }

    private Check unasked(List<Cluster> asking) {
        return Check.note(
                TOPIC,
                asking.isEmpty()
                        ? "Pods on the nodes cannot get roles by EKS Pod Identity, because nothing"
                              + " allows eks-auth:AssumeRoleForPodIdentity. Nothing shows that they"
                              + " should."
                        : "No policy that can be read allows eks-auth:AssumeRoleForPodIdentity.",
                grant.proof());
    }

    private Check wrong(List<Cluster> asking) {
        List<String> proof =
                asking.stream().map(each -> "Pod Identity associations of " + each.text()).toList();
        return Check.wrong(
                TOPIC,
                "Pods on the nodes should get roles by EKS Pod Identity, and get none: the role may not eks-auth:AssumeRoleForPodIdentity (%s)."
                        .formatted(
                                grant.refused().isEmpty()
                                        ? "no policy allows it"
                                        : String.join(", ", grant.refused().keySet())),
                proof,
                new Check.Problem(Finding.Kind.NODE_POD_IDENTITY_MISSING, todo(asking), changes()));
    }

    private List<String> todo(List<Cluster> asking) {
        List<String> todo = new ArrayList<>();
        asking.forEach(each ->
                todo.add(
                        "Look which service accounts get a role: "
                                + ClusterCommands.listPodIdentities(each)));
        todo.add(
                grant.refused().isEmpty()
                        ? "Attach %s, which allows it: %s"
                                .formatted(
                                        NodePolicy.WORKER_NODE.policyName(),
                                        Commands.attachPolicy(
                                                node.role().name(),
                                                NodePolicy.WORKER_NODE.arn(node.partition())))
                        : "Change the policy that takes it away: "
                                + Commands.listPolicies(node.role().name()));
        return todo;
    }

    private Set<String> changes() {
        Set<String> policies = new LinkedHashSet<>(grant.refusing());
        policies.add(NodePolicy.WORKER_NODE.policyName());
        policies.add(NodePolicy.WORKER_NODE_MINIMAL.policyName());
        return policies;
    }
}
