package dev.profileguard.cluster;

import java.time.Duration;

/// Finds out what the account's clusters use a role for.
public interface Clusters {
    /// For functions that do not ask EKS.
    Clusters NOT_ASKED =
            new Clusters() {
                @Override
                public ClusterUses uses(ClusterQuestion question) {
                    return ClusterUses.NOT_ASKED;
                }

                @Override
                public ClusterPods pods(Cluster cluster) {
                    return ClusterPods.unread("this function does not ask EKS");
                }

                @Override
                public ManagedGroups groups(String region) {
                    return ManagedGroups.NOT_ASKED;
                }
            };

    /// What clusters use a role for. What cannot be read is part of the answer, not an error.
    ClusterUses uses(ClusterQuestion question);

    /// The roles of a cluster's pods. What cannot be read is part of the answer, not an error.
    ClusterPods pods(Cluster cluster);

    /// The managed node groups in all clusters of a region. What cannot be read is part of the
    /// answer, not an error.
    ManagedGroups groups(String region);

    /// How long EKS may take, and how long its answers are used again.
    ///
    /// @param most for each of the two rounds of a question: the clusters' names, and the clusters
    /// @param kept an answer, or that EKS did not answer
    record Patience(Duration most, Duration kept) {
        /// For events: up to five of them, perhaps of the same change, share the 60 seconds of an
        /// invocation.
        public static final Patience OF_EVENTS =
                new Patience(Duration.ofSeconds(4), Duration.ofMinutes(1));

        /// For a sweep: EKS is read once for all roles, and a question that runs out of time goes
        /// on at the next role.
        public static final Patience OF_SWEEPS =
                new Patience(Duration.ofSeconds(20), Duration.ofMinutes(15));

        /// For a person's request: the next one may ask what a command changed since.
        public static final Patience OF_REQUESTS =
                new Patience(Duration.ofSeconds(20), Duration.ZERO);
    }
}
