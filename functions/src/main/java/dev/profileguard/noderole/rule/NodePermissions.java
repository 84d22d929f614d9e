package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the policies of a node role allow, compared with what nodes need.
final class NodePermissions {
    private final NodeRole node;
    private final Grant join;
    private final Grant pull;
    private final Grant podIdentity;

    NodePermissions(NodeRole node) {
        this.node = node;
        this.join = Grant.of(node, NodeNeed.JOIN);
        this.pull = Grant.of(node, NodeNeed.PULL_IMAGES);
        this.podIdentity = Grant.of(node, NodeNeed.POD_IDENTITY);
    }

    /// Whether the role is for nodes of EKS Auto Mode: these need Pod Identity alone. Where EKS
    /// does not show which nodes have the role, its policies do.
    boolean isForAutoMode() {
        Boolean known = node.clusters().areAutoMode();
        if (known != null) {
            return known;
        }
        return !join.isAny()
                && (NodePolicy.WORKER_NODE_MINIMAL.isAmong(node.attached())
                        || podIdentity.isWhole());
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(isForAutoMode() ? autoMode() : worker());
        checks.add(registry());
        checks.add(new NodePodIdentity(node, podIdentity).check());
        Map<String, List<String>> refused = refused();
        if (!refused.isEmpty()) {
            checks.add(denied(refused));
        }
        if (!node.unreadable().isEmpty()) {
            checks.add(unreadable());
        }
        return checks;
    }

    private Check worker() {
        String topic = "join";
        return join.missing().isEmpty()
                ? Check.right(topic, "Nodes may do what they need to join a cluster.", join.proof())
                : missing(
                        topic,
                        join,
                        "Nodes with the role cannot join a cluster",
                        Finding.Kind.NODE_POLICY_MISSING,
                        List.of(NodePolicy.WORKER_NODE, NodePolicy.WORKER_NODE_MINIMAL));
    }

    private Check autoMode() {
        String topic = "join";
        return podIdentity.missing().isEmpty()
                ? Check.right(
                        topic, "Nodes may do what they need in EKS Auto Mode.", podIdentity.proof())
                : missing(
                        topic,
                        podIdentity,
                        "Nodes with the role do not work in EKS Auto Mode",
                        Finding.Kind.NODE_POLICY_MISSING,
                        List.of(NodePolicy.WORKER_NODE_MINIMAL, NodePolicy.WORKER_NODE));
    }

    private Check registry() {
        String topic = "images";
        return pull.missing().isEmpty()
                ? Check.right(topic, "Nodes may pull images from Amazon ECR.", pull.proof())
                : missing(
                        topic,
                        pull,
                        "Nodes with the role cannot pull images from Amazon ECR, not even those of"
                                + " EKS itself",
                        Finding.Kind.NODE_REGISTRY_ACCESS_MISSING,
                        List.of(NodePolicy.REGISTRY_PULL, NodePolicy.REGISTRY_READ));
    }

    /// @param policies those of AWS that allow the actions; the first one is recommended
    private Check missing(
            String topic,
            Grant grant,
            String effect,
            Finding.Kind kind,
            List<NodePolicy> policies) {
        String text =
                "No policy of the role allows %s. %s."
                        .formatted(String.join(", ", grant.missing()), effect);
        if (!node.unreadable().isEmpty()) {
            return Check.note(
                    topic,
                    "No policy that can be read allows %s."
                            .formatted(String.join(", ", grant.missing())),
                    grant.proof());
        }
        List<String> todo =
                policies.stream()
                        .map(each ->
                                "Attach %s: %s"
                                        .formatted(
                                                each.policyName(),
                                                Commands.attachPolicy(
                                                        node.role().name(),
                                                        each.arn(node.partition()))))
                        .toList();
        return Check.wrong(
                topic,
                text,
                grant.proof(),
                new Check.Problem(
                        kind,
                        alternatives(policies, todo),
                        Set.copyOf(policies.stream().map(NodePolicy::policyName).toList())));
    }

    private static List<String> alternatives(List<NodePolicy> policies, List<String> todo) {
        return policies.contains(NodePolicy.WORKER_NODE)
                ? List.of(
                        todo.getFirst(),
                        "%s %s"
                                .formatted(
                                        policies.getFirst() == NodePolicy.WORKER_NODE
                                                ? "Only for nodes of EKS Auto Mode:"
                                                : "For all other nodes:",
                                        todo.getLast()))
                : List.of(todo.getFirst());
    }

    private Map<String, List<String>> refused() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        List<Grant> needed = isForAutoMode() ? List.of(podIdentity, pull) : List.of(join, pull);
        needed.forEach(grant ->
                grant.refused()
                        .forEach((why, actions) ->
                                all.computeIfAbsent(why, none -> new ArrayList<>())
                                        .addAll(actions)));
        return all;
    }

    private Check denied(Map<String, List<String>> refused) {
        List<String> proof = new ArrayList<>();
        refused.forEach((why, actions) ->
                proof.add("%s takes away %s".formatted(why, String.join(", ", actions))));
        return Check.wrong(
                "denied",
                "Nodes need actions that a policy allows and another one takes away.",
                proof,
                new Check.Problem(
                        Finding.Kind.NODE_PERMISSION_DENIED,
                        List.of(
                                "Change the policy that takes them away. To see the policies of the"
                                        + " role: "
                                        + Commands.listPolicies(node.role().name()),
                                "To see its permissions boundary: "
                                        + Commands.showRole(node.role().name())),
                        refusing()));
    }

    private Set<String> refusing() {
        Set<String> policies = new LinkedHashSet<>(pull.refusing());
        policies.addAll(join.refusing());
        policies.addAll(podIdentity.refusing());
        return policies;
    }

    private Check unreadable() {
        return Check.wrong(
                "documents",
                "Not every policy of the role can be evaluated.",
                node.unreadable(),
                new Check.Problem(
                        Finding.Kind.NODE_POLICY_UNREADABLE,
                        List.of("Correct it: " + Commands.listPolicies(node.role().name())),
                        Set.of()));
    }
}
