package dev.profileguard.aws.eks;

import dev.profileguard.compute.NodegroupUse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reads the managed node groups of a region, with the Auto Scaling groups that EKS made for them.
/// All its methods throw [EksException] if EKS does not answer.
///
/// See https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
public record EksNodegroups(EksCalls calls) {
    private static final String CLUSTERS = "clusters";
    private static final String NODEGROUPS = "node-groups";

    /// The names of the clusters.
    public List<String> clusters(String region) {
        return calls.names(region, EksCalls.path(CLUSTERS), CLUSTERS);
    }

    /// The names of the node groups of a cluster; empty, if the cluster was deleted meanwhile.
    public List<String> names(String region, String cluster) {
        return unlessGone(() ->
                calls.names(region, EksCalls.path(CLUSTERS, cluster, NODEGROUPS), "nodegroups"));
    }

    /// A node group.
    ///
    /// @return empty: it was deleted meanwhile
    public List<NodegroupUse> nodegroup(String region, String cluster, String name) {
        return unlessGone(() -> {
            Map<?, ?> json =
                    EksAnswers.object(
                            calls.one(region, EksCalls.path(CLUSTERS, cluster, NODEGROUPS, name)),
                            "nodegroup");
            return List.of(
                    new NodegroupUse(
                            region,
                            cluster,
                            name,
                            EksAnswers.text(json, "nodeRole"),
                            groups(json)));
        });
    }

    /// See https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupResources.html
    private static List<String> groups(Map<?, ?> nodegroup) {
        return nodegroup.get("resources") instanceof Map<?, ?> resources
                        && resources.get("autoScalingGroups") instanceof List<?> groups
                ? groups.stream()
                        .flatMap(each ->
                                each instanceof Map<?, ?> group
                                        ? Stream.of(EksAnswers.text(group, "name"))
                                        : Stream.empty())
                        .filter(name -> !name.isEmpty())
                        .toList()
                : List.of();
    }

    private static <T> List<T> unlessGone(Supplier<List<T>> read) {
        try {
            return read.get();
        } catch (EksException e) {
            if (e.isNotFound()) {
                return List.of();
            }
            throw e;
        }
    }
}
