package dev.profileguard.cluster;

import java.util.List;

/// What the clusters of the account use a role for, as far as EKS was read.
///
/// @param isAsked whether EKS was asked at all
/// @param uses those that EKS shows
/// @param unread what was not read and why, a sentence each; empty: everything was
public record ClusterUses(boolean isAsked, List<ClusterUse> uses, List<String> unread) {
    /// EKS was not asked.
    public static final ClusterUses NOT_ASKED = new ClusterUses(false, List.of(), List.of());

    /// Takes copies.
    public ClusterUses {
        uses = List.copyOf(uses);
        unread = List.copyOf(unread);
    }

    /// What EKS answered.
    public static ClusterUses of(List<ClusterUse> uses, List<String> unread) {
        return new ClusterUses(true, uses, unread);
    }

    /// Those by nodes.
    public List<ClusterUse> byNodes() {
        return uses.stream().filter(ClusterUse::isOfNodes).toList();
    }

    /// Whether a node group, an access entry or Auto Mode proves that nodes have the role.
    public boolean isOfNodes() {
        return uses.stream().anyMatch(ClusterUse::isOfNodes);
    }

    /// Whether what EKS does not show does not exist.
    public boolean isComplete() {
        return isAsked && unread.isEmpty();
    }
}
