package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.policy.Access;
import dev.profileguard.iam.policy.AccessRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whether a node role allows what makes somebody on a node an administrator.
///
/// See https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
final class NodeExcess {
    /// An action of no service: only a policy for all actions covers it.
    private static final String ANY_ACTION = "no-service:AnyAction";

    private NodeExcess() {}

    static Check check(NodeRole node) {
        Set<String> by = new LinkedHashSet<>();
        List<String> excess = new ArrayList<>();
        for (AccessRequest request : requests(node)) {
            if (node.permissions().access(request)
                    instanceof Access.Allowed(List<String> policies)) {
                by.addAll(policies);
                excess.add(request.action());
            }
        }
        String topic = "excess";
        return excess.isEmpty()
                ? Check.right(topic, "The role allows no administration of IAM.", List.of())
                : Check.wrong(
                        topic,
                        excess.contains(ANY_ACTION)
                                ? "The role allows nearly every action, to everybody who gets into"
                                        + " a pod or a node."
                                : "The role allows %s, with which somebody who gets into a pod or a node becomes an administrator."
                                        .formatted(String.join(", ", excess)),
                        by.stream().map(policy -> "allowed by " + policy).toList(),
                        new Check.Problem(
                                Finding.Kind.NODE_ROLE_TOO_BROAD, todo(node, by), Set.copyOf(by)));
    }

    private static List<AccessRequest> requests(NodeRole node) {
        String roles = "arn:%s:iam::%s:role/*".formatted(node.partition(), node.account());
        String users = "arn:%s:iam::%s:user/*".formatted(node.partition(), node.account());
        return List.of(
                NodeNeed.request(node, ANY_ACTION, "*"),
                NodeNeed.request(node, "iam:AttachRolePolicy", roles),
                NodeNeed.request(node, "iam:PutRolePolicy", roles),
                NodeNeed.request(node, "iam:PassRole", roles),
                NodeNeed.request(node, "sts:AssumeRole", roles),
                NodeNeed.request(node, "iam:CreateAccessKey", users));
    }

    private static List<String> todo(NodeRole node, Set<String> by) {
        List<String> todo = new ArrayList<>();
        node.attached().stream()
                .filter(each -> by.contains(each.name()))
                .forEach(each ->
                        todo.add(
                                "Detach %s, unless the nodes need it: %s"
                                        .formatted(
                                                each.name(),
                                                Commands.detachPolicy(
                                                        node.role().name(), each.arn()))));
        if (todo.size() < by.size()) {
            todo.add("Narrow its inline policies: " + Commands.listPolicies(node.role().name()));
        }
        todo.add("Give the pods that need more a role of their own, by EKS Pod Identity or IRSA");
        return todo;
    }
}
