package dev.profileguard.noderole.rule;

import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.trust.HeldRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the node role is used, and for what else.
final class NodeRoleUses {
    /// The services that assume the other roles of a cluster.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html and
    /// https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
    private static final Map<String, String> OTHER_SERVICES =
            Map.of(
                    "eks.amazonaws.com", "the role of a cluster",
                    "eks-fargate-pods.amazonaws.com", "a pod execution role for Fargate");

    private static final Map<String, String> OTHER_POLICIES =
            Map.of(
                    "AmazonEKSClusterPolicy", "the role of a cluster",
                    "AmazonEKSFargatePodExecutionRolePolicy", "a pod execution role for Fargate");

    private NodeRoleUses() {}

    /// Whether the role is also another role of a cluster. If EC2 is not among the services that
    /// may assume it, its trust policy is wrong, and nothing more can be said.
    static Check shared(NodeRole node) {
        List<String> proof = new ArrayList<>();
        Set<String> services = node.trust().services();
        services.stream()
                .filter(each -> services.contains(node.ec2()))
                .filter(OTHER_SERVICES::containsKey)
                .forEach(service ->
                        proof.add(
                                "%s may assume it, as %s"
                                        .formatted(service, OTHER_SERVICES.get(service))));
        node.attached().stream()
                .filter(AttachedPolicy::isAwsManaged)
                .map(AttachedPolicy::name)
                .filter(OTHER_POLICIES::containsKey)
                .forEach(policy ->
                        proof.add(
                                "%s is attached, which belongs to %s"
                                        .formatted(policy, OTHER_POLICIES.get(policy))));
        node.clusters().uses().uses().stream()
                .map(NodeRoleUses::otherUse)
                .filter(Objects::nonNull)
                .forEach(proof::add);
        String topic = "own-role";
        return proof.isEmpty()
                ? Check.right(topic, "The role is for nodes only.", List.of())
                : Check.wrong(
                        topic,
                        "The role is also made for something else than nodes, which get its"
                                + " permissions too.",
                        proof,
                        new Check.Problem(
                                Finding.Kind.NODE_ROLE_SHARED,
                                List.of(
                                        "Make a node role of its own: invoke NodeRoleCheck with"
                                                + " {\"make\": {\"role\": \"AmazonEKSNodeRole\"}}",
                                        "Give it to the nodes, then remove from this role what"
                                                + " nodes need: "
                                                + Commands.listPolicies(node.role().name())),
                                shares()));
    }

    /// What else a cluster proves to use the role for; null: nothing.
    private static @Nullable String otherUse(ClusterUse use) {
        return switch (use) {
            case ClusterUse.ControlPlane _, ClusterUse.Fargate _ -> use.proof();
            case ClusterUse.Entry entry ->
                    entry.isOfFargate()
                            ? "it is a pod execution role for Fargate, by its " + use.proof()
                            : null;
            case ClusterUse.NodeGroup _, ClusterUse.AutoMode _ -> null;
        };
    }

    private static Set<String> shares() {
        List<String> names = new ArrayList<>(OTHER_POLICIES.keySet());
        names.add(Check.Problem.TRUST_POLICY);
        return Set.copyOf(names);
    }

    /// Whether the role has a path, which managed node groups do not support.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
    static Check path(NodeRole node) {
        String path = node.role().role().path();
        String topic = "path";
        if (path.equals("/")) {
            return Check.right(topic, "The role has no path.", List.of());
        }
        List<String> groups = nodeGroups(node);
        return groups.isEmpty()
                ? Check.note(
                        topic,
                        "The role has the path %s. A managed node group does not work with it, and the ConfigMap aws-auth needs its ARN without the path."
                                .formatted(path),
                        List.of())
                : Check.wrong(
                        topic,
                        "The role of a managed node group has the path %s, with which the node group becomes degraded."
                                .formatted(path),
                        groups,
                        new Check.Problem(
                                Finding.Kind.NODE_ROLE_HAS_PATH,
                                List.of(
                                        "Make the role again without a path, under another name,"
                                            + " and make a node group with it: invoke NodeRoleCheck"
                                            + " with {\"make\": {\"role\":"
                                            + " \"AmazonEKSNodeRole\"}}"),
                                Set.of()));
    }

    /// What shows that managed node groups have the role. Where not all of EKS was read, a profile
    /// with the name that EKS gives them shows it too.
    private static List<String> nodeGroups(NodeRole node) {
        List<String> groups =
                node.clusters().uses().uses().stream()
                        .filter(ClusterUse.NodeGroup.class::isInstance)
                        .map(ClusterUse::proof)
                        .toList();
        return !groups.isEmpty() || node.clusters().uses().isComplete()
                ? groups
                : node.profiles().stream()
                        .map(HeldRole::profile)
                        .filter(Exemptions::isNamedByService)
                        .map(ProfileName::value)
                        .map("EKS made %s for a managed node group"::formatted)
                        .toList();
    }

    /// Whether an instance profile contains the role.
    static Check profiles(NodeRole node) {
        String topic = "profile";
        if (!node.profiles().isEmpty()) {
            return Check.right(
                    topic,
                    "An instance profile contains the role.",
                    node.profiles().stream().map(each -> each.profile().subject()).toList());
        }
        RoleName role = node.role().name();
        ProfileName name = new ProfileName(role.value());
        InstanceProfile namesake = node.namesake();
        boolean empty = namesake != null && namesake.role() == null;
        List<String> todo = new ArrayList<>();
        if (namesake == null) {
            todo.add("Create one: " + Commands.createProfile(role.value()));
        }
        if (namesake == null || empty) {
            todo.add("Add the role: " + Commands.addRole(name, role));
        } else {
            todo.add(
                    "Create one with another name, since %s contains another role".formatted(name));
        }
        return Check.wrong(
                topic,
                empty
                        ? "No instance profile contains the role: %s is empty. A managed node group makes a profile of its own; all other nodes need one."
                                .formatted(name.subject())
                        : "No instance profile contains the role. A managed node group makes a"
                                + " profile of its own; all other nodes need one.",
                List.of(),
                new Check.Problem(Finding.Kind.NODE_PROFILE_MISSING, todo, Set.of()));
    }
}
