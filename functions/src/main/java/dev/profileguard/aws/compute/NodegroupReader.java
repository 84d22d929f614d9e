package dev.profileguard.aws.compute;

import dev.profileguard.aws.eks.EksCalls;
import dev.profileguard.aws.eks.EksClusters;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.cluster.ManagedGroup;
import dev.profileguard.cluster.ManagedGroups;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.ScalingGroup;
import java.util.List;
import java.util.function.Consumer;

/// Finds the managed node groups of EKS to which Auto Scaling groups belong: one call for the
/// clusters of a region, one for each cluster, and one for each node group.
record NodegroupReader(EksCalls eks, ParallelCalls parallel) {
    private static final String EKS = "eks-";

    /// Whether one of these groups can be of a node group. EKS gives its groups tags, which others
    /// can remove, and its groups and profiles names that begin with `eks-`.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    static boolean mayBelong(List<ScalingGroup> groups, Wanted wanted) {
        return groups.stream()
                        .anyMatch(each ->
                                each.owner().isManagedByEks() || each.name().startsWith(EKS))
                || (!groups.isEmpty()
                        && wanted.keys().stream().anyMatch(each -> each.startsWith(EKS)));
    }

    /// The node groups of a region.
    ///
    /// @param unknown gets a sentence for what could not be read
    List<NodegroupUse> in(String region, Consumer<String> unknown) {
        ManagedGroups all = new EksClusters(eks, List::of, parallel).groups(region);
        all.unread().forEach(unknown);
        return all.groups().stream().map(NodegroupReader::use).toList();
    }

    private static NodegroupUse use(ManagedGroup group) {
        return new NodegroupUse(
                group.region(),
                group.cluster(),
                group.name(),
                group.roleArn(),
                group.autoScalingGroups());
    }
}
