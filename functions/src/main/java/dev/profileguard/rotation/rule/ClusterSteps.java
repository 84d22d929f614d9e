package dev.profileguard.rotation.rule;

import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.finding.RotationCommands;
import dev.profileguard.iam.RoleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps for clusters, which only a person can do.
final class ClusterSteps {
    /// See https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    private static final Pattern EKS_NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,99}");

    private static final int LONGEST_NODEGROUP = 63;
    private static final String NEXT = "-new";

    private final RotationState state;

    ClusterSteps(RotationState state) {
        this.state = state;
    }

    /// The steps for nodes that join a cluster by their role: before their instances are replaced.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
    List<RotationStep> access() {
        Map<String, TreeSet<String>> clusters = new TreeMap<>();
        if (state.rotation().role().isAnother()) {
            owners(state.old())
                    .forEach(each -> {
                        String cluster = each.owner().cluster();
                        if (cluster != null && !ManagedCompute.has(each.owner())) {
                            clusters.computeIfAbsent(each.region(), region -> new TreeSet<>())
                                    .add(cluster);
                        }
                    });
        }
        List<RotationStep> steps = new ArrayList<>();
        clusters.forEach((region, names) -> names.forEach(name -> steps.add(access(region, name))));
        return steps;
    }

    private record Owned(String region, Owner owner) {}

    private static Stream<Owned> owners(ProfileUsage usage) {
        return Stream.concat(
                usage.instances().stream()
                        .map(each -> new Owned(each.use().region(), each.owner())),
                usage.groups().stream().map(each -> new Owned(each.region(), each.owner())));
    }

    private RotationStep access(String region, String cluster) {
        Rotation.NewRole role = state.rotation().role();
        String title =
                "Let nodes with role %s join cluster %s in %s"
                        .formatted(role.name(), cluster, region);
        if (!EKS_NAME.matcher(cluster).matches()) {
            return RotationStep.byHand(
                    title,
                    "A tag of its nodes names this cluster, and no cluster of EKS can have this"
                        + " name. If it decides by the role which nodes join, let it know the new"
                        + " one",
                    List.of(),
                    "");
        }
        ClusterUse.Entry entry = state.access().entry(region, cluster);
        if (entry != null) {
            return existing(title, entry);
        }
        return RotationStep.byHand(
                title,
                "An access entry, or a row in the ConfigMap aws-auth of a cluster without access"
                    + " entries, lets a role's nodes join. Keep the one of the old role until no"
                    + " node has it",
                List.of(ClusterCommands.letNodesJoin(region, cluster, role.arn())),
                ClusterCommands.showAccessEntry(region, cluster, role.arn()));
    }

    /// EKS refuses to make an entry for a role that has one, also where it is of an earlier role of
    /// the same name, and it cannot change the type of one.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html and
    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAccessEntry.html
    private RotationStep existing(String title, ClusterUse.Entry entry) {
        boolean isEarlier = state.access().isOfEarlierRole(entry);
        if (!isEarlier && entry.isOfNodes()) {
            return RotationStep.done(title);
        }
        RoleName role = state.rotation().role().name();
        return RotationStep.byHand(
                title,
                isEarlier
                        ? "The cluster has an access entry of an earlier role %s (%s), and lets nobody with this one in: delete it and make it again. What else remembers the earlier role: %s"
                                .formatted(role, entry.created(), RotationCommands.mend(role))
                        : "The role has an access entry of type %s, which lets no nodes join: its type cannot be changed"
                                .formatted(entry.type()),
                ClusterCommands.remakeAccessEntry(
                        entry.cluster(),
                        entry.principalArn(),
                        entry.isOfNodes() ? entry.type() : "EC2_LINUX"),
                ClusterCommands.showAccessEntry(
                        entry.cluster().region(), entry.cluster().name(), entry.principalArn()));
    }

    /// The steps for managed node groups: their role cannot be changed. The name of a group has at
    /// most 63 characters.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
    List<RotationStep> nodegroups() {
        return state.old().nodegroups().stream().map(this::nodegroup).toList();
    }

    private RotationStep nodegroup(NodegroupUse use) {
        String name = use.name();
        String next =
                name.substring(0, Math.min(name.length(), LONGEST_NODEGROUP - NEXT.length()))
                        + NEXT;
        String title =
                "Replace managed node group %s of cluster %s in %s"
                        .formatted(use.name(), use.cluster(), use.region());
        NodegroupUse successor = successor(use, next);
        if (successor != null) {
            return RotationStep.byHand(
                    title,
                    "Node group %s replaces it. Deleting the old group drains its nodes"
                            .formatted(successor.name()),
                    List.of(
                            ComputeCommands.awaitNodegroup(
                                    use.region(), use.cluster(), successor.name()),
                            ComputeCommands.deleteNodegroup(
                                    use.region(), use.cluster(), use.name())),
                    ComputeCommands.showNodegroup(use.region(), use.cluster(), successor.name()));
        }
        return RotationStep.byHand(
                title,
                "EKS makes the profile of a managed node group, and its role cannot be changed: make a new group with role %s and the settings of the old one. The old group is deleted after that"
                        .formatted(state.rotation().role().name()),
                List.of(
                        ComputeCommands.showNodegroup(use.region(), use.cluster(), use.name()),
                        ComputeCommands.createNodegroup(
                                use.region(), use.cluster(), next, state.rotation().role().arn())),
                ComputeCommands.showNodegroup(use.region(), use.cluster(), next));
    }

    /// The node group that replaces another one; null: none is known.
    private @Nullable NodegroupUse successor(NodegroupUse use, String next) {
        Rotation.NewRole role = state.rotation().role();
        return state.inventory().nodegroups().stream()
                .filter(each ->
                        each.region().equals(use.region())
                                && each.cluster().equals(use.cluster())
                                && !each.name().equals(use.name()))
                .filter(each ->
                        each.name().equals(next)
                                || (role.isAnother() && each.role().equals(role.arn())))
                .findFirst()
                .orElse(null);
    }

    /// The steps for clusters and node pools of GKE on AWS.
    ///
    /// See
    /// https://cloud.google.com/kubernetes-engine/multi-cloud/docs/aws/how-to/update-instance-profile
    List<RotationStep> gke() {
        boolean usesOld = ofGke(state.old()).findAny().isPresent();
        boolean usesNew = ofGke(state.replacement()).findAny().isPresent();
        List<Link> links = state.rotation().links();
        if (links.isEmpty()) {
            return usesOld ? List.of(unnamed()) : List.of();
        }
        return links.stream()
                .map(link -> usesNew && !usesOld ? RotationStep.done(title(link)) : link(link))
                .toList();
    }

    private static Stream<Owner> ofGke(ProfileUsage usage) {
        return owners(usage).map(Owned::owner).filter(Owner::isGke);
    }

    private String title(Link link) {
        return "Link %s to %s".formatted(link.described(), state.rotation().to());
    }

    private RotationStep link(Link link) {
        return RotationStep.byHand(
                title(link),
                Link.GKE_ENDS,
                List.of(link.linkTo(state.rotation().to())),
                "Its instances use %s: ask for the status again".formatted(state.rotation().to()));
    }

    private RotationStep unnamed() {
        String tags =
                ofGke(state.old())
                        .flatMap(each -> each.gke().entrySet().stream())
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .distinct()
                        .sorted()
                        .limit(10)
                        .collect(Collectors.joining(", "));
        return RotationStep.byHand(
                "Link the cluster or node pool of GKE on AWS to " + state.rotation().to(),
                "Instances or groups of GKE on AWS use %s (%s), and AWS does not show the names of their cluster: start again with them in the field for. %s"
                        .formatted(state.rotation().from(), tags, Link.GKE_ENDS),
                List.of(
                        new Link.GkeCluster("CLUSTER", "LOCATION").linkTo(state.rotation().to()),
                        new Link.GkeNodePool("NODE_POOL", "CLUSTER", "LOCATION")
                                .linkTo(state.rotation().to())),
                "Its instances use %s: ask for the status again".formatted(state.rotation().to()));
    }
}
