package dev.profileguard.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The clusters that use a role, as far as EKS shows them.
///
/// @param pods the roles of the pods, of the clusters for which they matter
public record NodeClusters(ClusterUses uses, Map<Cluster, ClusterPods> pods) {
    /// EKS was not asked.
    public static final NodeClusters NOT_ASKED = new NodeClusters(ClusterUses.NOT_ASKED, Map.of());

    /// Takes a copy.
    public NodeClusters {
        pods = Map.copyOf(pods);
    }

    /// What EKS says about a role, without its pods.
    public static NodeClusters of(ClusterUses uses) {
        return new NodeClusters(uses, Map.of());
    }

    /// The same with the roles of one more cluster's pods.
    public NodeClusters with(Cluster cluster, ClusterPods roles) {
        Map<Cluster, ClusterPods> more = new LinkedHashMap<>(pods);
        more.put(cluster, roles);
        return new NodeClusters(uses, more);
    }

    /// Whether EKS proves that nodes have the role: by a managed node group, an access entry of
    /// nodes, or Auto Mode.
    public boolean prove() {
        return uses.isOfNodes();
    }

    /// What proves it, each as a part of a sentence.
    public List<String> proof() {
        return uses.byNodes().stream().map(ClusterUse::proof).toList();
    }

    /// Whether the nodes with the role are those of Auto Mode, and no others; null: EKS does not
    /// show which nodes have it.
    public @Nullable Boolean areAutoMode() {
        return uses.isOfNodes() ? uses.byNodes().stream().allMatch(ClusterUse::isOfAutoMode) : null;
    }

    /// The clusters with nodes that have the role and need the CNI plugin: those of Auto Mode have
    /// one of their own.
    public List<Cluster> withPlugin() {
        return uses.byNodes().stream()
                .filter(each -> !each.isOfAutoMode())
                .map(ClusterUse::cluster)
                .distinct()
                .toList();
    }

    /// The roles of a cluster's pods; null: they were not read.
    public @Nullable ClusterPods podsOf(Cluster cluster) {
        ClusterPods found = pods.get(cluster);
        return found == null || found.unread() != null ? null : found;
    }

    /// What was not read and why, a sentence each; empty: everything was, or EKS was not asked.
    public List<String> unread() {
        List<String> unread = new ArrayList<>(uses.unread());
        withPlugin().stream()
                .map(pods::get)
                .filter(Objects::nonNull)
                .map(ClusterPods::unread)
                .filter(Objects::nonNull)
                .forEach(unread::add);
        return unread;
    }
}
