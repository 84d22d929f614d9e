package dev.profileguard.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a cluster uses a role for.
public sealed interface ClusterUse {
    /// The cluster.
    Cluster cluster();

    /// What shows it, as a part of a sentence, such as `node group web of cluster prod in
    /// eu-west-1`.
    String proof();

    /// Whether EC2 instances that are nodes of the cluster have the role.
    boolean isOfNodes();

    /// Whether somebody who may pass the role gave it to the nodes, when EC2 could assume it: EKS
    /// asks for `iam:PassRole` and looks for EC2 in the trust policy when a node group is made, but
    /// not when an access entry is. What it asks for Auto Mode is not documented.
    ///
    /// See
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
    ///
    /// @param role when the role was created: an older node group was made for an earlier role of
    ///   this name
    default boolean isPassedToNodes(Instant role) {
        return false;
    }

    /// Whether EKS Auto Mode starts these nodes.
    default boolean isOfAutoMode() {
        return false;
    }

    /// It is the role of a managed node group.
    ///
    /// @param created when the node group was made; null: EKS does not show it
    record NodeGroup(Cluster cluster, String name, @Nullable Instant created)
            implements ClusterUse {
        @Override
        public String proof() {
            return "node group %s of %s".formatted(name, cluster.text());
        }

        @Override
        public boolean isPassedToNodes(Instant role) {
            return created != null && !created.isBefore(role);
        }

        @Override
        public boolean isOfNodes() {
            return true;
        }
    }

    /// It has an access entry.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html
    ///
    /// @param type as EKS spells it, such as `EC2_LINUX`
    /// @param principalArn the role that the entry was made for
    /// @param created when the entry was made; null: EKS does not show it
    /// @param modified when it was last changed; null: EKS does not show it
    record Entry(
            Cluster cluster,
            String type,
            String principalArn,
            @Nullable Instant created,
            @Nullable Instant modified)
            implements ClusterUse {
        @Override
        public String proof() {
            return "access entry of type %s in %s".formatted(type, cluster.text());
        }

        /// Hybrid nodes and those of SageMaker HyperPod are no instances with a profile of the
        /// account, so their roles are not node roles.
        @Override
        public boolean isOfNodes() {
            return switch (type) {
                case "EC2", "EC2_LINUX", "EC2_WINDOWS" -> true;
                default -> false;
            };
        }

        /// The type that the entries of Auto Mode's nodes have.
        @Override
        public boolean isOfAutoMode() {
            return type.equals("EC2");
        }

        /// Whether it was made for an earlier role of the same name: EKS remembers the role's ID,
        /// which it does not show. An entry that was changed since the role was created may have
        /// been made for the new one, for all that AWS says.
        ///
        /// @param role when the role was created
        public boolean isOlderThan(Instant role) {
            return created != null
                    && created.isBefore(role)
                    && (modified == null || modified.isBefore(role));
        }

        /// Whether it lets pods on Fargate in.
        public boolean isOfFargate() {
            return type.equals("FARGATE_LINUX");
        }
    }

    /// It is the role of the nodes that EKS Auto Mode starts.
    record AutoMode(Cluster cluster) implements ClusterUse {
        @Override
        public String proof() {
            return "EKS Auto Mode of " + cluster.text();
        }

        @Override
        public boolean isOfNodes() {
            return true;
        }

        @Override
        public boolean isOfAutoMode() {
            return true;
        }
    }

    /// It is the role of the control plane.
    record ControlPlane(Cluster cluster) implements ClusterUse {
        @Override
        public String proof() {
            return "it is the role of " + cluster.text();
        }

        @Override
        public boolean isOfNodes() {
            return false;
        }
    }

    /// It is the pod execution role of a Fargate profile.
    record Fargate(Cluster cluster, String name) implements ClusterUse {
        @Override
        public String proof() {
            return "it is the pod execution role of Fargate profile %s of %s"
                    .formatted(name, cluster.text());
        }

        @Override
        public boolean isOfNodes() {
            return false;
        }
    }
}
