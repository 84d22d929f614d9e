package dev.profileguard.cluster;

/// A cluster as EKS describes it.
///
/// See https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html
///
/// @param region such as `eu-west-1`
/// @param family whose addresses the pods have
/// @param roleArn the role of the control plane; empty: EKS does not show it
/// @param autoModeRoleArn the role of the nodes that EKS Auto Mode starts; empty: it starts none
public record Cluster(
        String region,
        String name,
        Family family,
        Access access,
        String roleArn,
        String autoModeRoleArn) {
    /// Whose addresses the pods of a cluster have. It never changes.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html
    public enum Family {
        /// IPv4 addresses.
        IPV4,
        /// IPv6 addresses.
        IPV6,
        /// EKS does not show it.
        UNKNOWN
    }

    /// What says which roles nodes of a cluster may have.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html
    public enum Access {
        /// The access entries, which EKS shows.
        ENTRIES,
        /// The access entries, and for a role without one the ConfigMap `aws-auth`.
        BOTH,
        /// The ConfigMap `aws-auth`, which EKS does not show.
        CONFIG_MAP;

        /// Whether the cluster has access entries.
        public boolean hasEntries() {
            return this != CONFIG_MAP;
        }

        /// Whether a role without an access entry can be the role of nodes.
        public boolean hasConfigMap() {
            return this != ENTRIES;
        }
    }

    /// For people, such as `cluster prod in eu-west-1`.
    public String text() {
        return "cluster %s in %s".formatted(name, region);
    }
}
