package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.iam.trust.TrustRepair;
import java.util.ArrayList;
import java.util.List;

/// The advice about a node role that EKS does not accept.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
record NodeRoleAdvice(FailedCall call, Named named, Facts facts) {
    Advice advice(Diagnosis diagnosis) {
        RoleName role = named.role() == null ? new RoleName("ROLE") : named.role();
        return new Advice(diagnosis, cause(role), proofs(role), todo(role), Pages.NODE_ROLE);
    }

    private String cause(RoleName role) {
        if (facts.role().isNone()) {
            return "There is no role %s".formatted(role);
        }
        TrustDocument trust = facts.trust().orNull();
        if (trust != null && trust.answer() instanceof TrustPolicy.Answer.No(String why)) {
            return "EC2 cannot assume role %s, so it cannot be a node role: %s"
                    .formatted(role, trust.isReadable() ? why : "its trust policy cannot be read");
        }
        if (trust != null) {
            return "EKS does not accept %s as node role, although EC2 can assume it now: it needs the node policies, and a new role or trust policy reaches EKS after some seconds"
                    .formatted(role);
        }
        return call.message().contains("trust relationships")
                ? "The trust policy of role %s does not let EC2 assume it, so it cannot be a node role"
                        .formatted(role)
                : "EKS does not accept %s as node role: it has to exist, EC2 must be able to assume it, and it needs the node policies"
                        .formatted(role);
    }

    private List<String> proofs(RoleName role) {
        return facts.role()
                .match(
                        each ->
                                List.of(
                                        "Role %s has the trust policy %s"
                                                .formatted(each.name(), each.trustPolicy())),
                        List.of("IAM has no role " + role),
                        List.of());
    }

    private List<String> todo(RoleName role) {
        if (facts.role().isNone()) {
            return List.of(
                    "Create it with its policies: invoke NodeRoleCheck with {\"make\": {\"role\": \"%s\"}}"
                            .formatted(role),
                    "If the name is wrong, look for the right one: " + AdviceCommands.listRoles());
        }
        List<String> todo = new ArrayList<>();
        TrustDocument trust = facts.trust().orNull();
        if (trust == null || trust.answer() instanceof TrustPolicy.Answer.No) {
            todo.addAll(
                    new TrustAdvice(role, facts.trust(), "EC2", TrustRepair.ofEc2(ec2())).steps());
        }
        todo.add(
                "See its policies; it needs AmazonEKSWorkerNodePolicy and"
                        + " AmazonEC2ContainerRegistryPullOnly: "
                        + AdviceCommands.listPolicies(role));
        return todo;
    }

    private String ec2() {
        return call.region().startsWith("cn-") ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
    }
}
