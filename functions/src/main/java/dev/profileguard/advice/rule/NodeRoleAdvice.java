package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.RoleName;
import java.util.List;

/// The advice about a node role that EKS does not accept.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
record NodeRoleAdvice(FailedCall call, Named named, Facts facts) {
    Advice advice(Diagnosis diagnosis) {
        RoleName role = named.role() == null ? new RoleName("ROLE") : named.role();
        boolean trust = call.message().contains("trust relationships");
        return new Advice(
                diagnosis,
                facts.role().isNone()
                        ? "There is no role %s".formatted(role)
                        : trust
                                ? "The trust policy of role %s does not let EC2 assume it, so it cannot be a node role"
                                        .formatted(role)
                                : "EKS does not accept %s as node role: it has to exist, EC2 must be able to assume it, and it needs the node policies"
                                        .formatted(role),
                facts.role()
                        .match(
                                each ->
                                        List.of(
                                                "Role %s has the trust policy %s"
                                                        .formatted(
                                                                each.name(), each.trustPolicy())),
                                List.of("IAM has no role " + role),
                                List.of()),
                List.of(
                        "See its trust policy: " + Commands.showRole(role),
                        "Let ec2.amazonaws.com assume it; the command replaces the other"
                                + " statements: "
                                + AdviceCommands.trustEc2(role),
                        "See its policies; it needs AmazonEKSWorkerNodePolicy and"
                                + " AmazonEC2ContainerRegistryPullOnly: "
                                + AdviceCommands.listPolicies(role)),
                Pages.NODE_ROLE);
    }
}
