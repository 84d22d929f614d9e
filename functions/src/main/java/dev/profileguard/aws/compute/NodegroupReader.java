package dev.profileguard.aws.compute;

import dev.profileguard.aws.eks.EksNodegroups;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.ScalingGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Finds the managed node groups of EKS to which Auto Scaling groups belong: one call for the
/// clusters of a region, one for each cluster, and one for each node group.
record NodegroupReader(EksNodegroups eks, ParallelCalls parallel) {
    /// EKS allows 100 clusters in a region and 30 node groups in a cluster by default.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
    static final int MOST_CLUSTERS = 100;

    static final int MOST_NODEGROUPS = 300;
    private static final String EKS = "eks-";

    /// A node group as its cluster lists it.
    private record Named(String cluster, String name) {}

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

    /// All node groups of a region, those of the groups' clusters first.
    ///
    /// @param unknown gets a sentence for what could not be read
    List<NodegroupUse> in(String region, List<ScalingGroup> groups, Consumer<String> unknown) {
        Set<String> likely =
                groups.stream()
                        .map(each -> each.owner().cluster())
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        List<String> clusters =
                ask(
                                List.of(
                                        new Question<>(
                                                region,
                                                "ListClusters",
                                                () -> eks.clusters(region))),
                                unknown)
                        .stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparing(each -> !likely.contains(each)))
                        .toList();
        List<Question<List<Named>>> lists = new ArrayList<>();
        for (String each : Most.of(MOST_CLUSTERS, clusters, region, "EKS clusters", unknown)) {
            lists.add(new Question<>(region, "ListNodegroups", () -> named(region, each)));
        }
        List<Named> named = ask(lists, unknown).stream().flatMap(List::stream).toList();
        List<Question<List<NodegroupUse>>> uses = new ArrayList<>();
        for (Named each : Most.of(MOST_NODEGROUPS, named, region, "node groups", unknown)) {
            uses.add(
                    new Question<>(
                            region,
                            "DescribeNodegroup",
                            () -> eks.nodegroup(region, each.cluster(), each.name())));
        }
        return ask(uses, unknown).stream().flatMap(List::stream).toList();
    }

    private List<Named> named(String region, String cluster) {
        return eks.names(region, cluster).stream().map(each -> new Named(cluster, each)).toList();
    }

    private <T> List<T> ask(List<Question<T>> questions, Consumer<String> unknown) {
        return Question.answers(parallel, questions, unknown);
    }
}
