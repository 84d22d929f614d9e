package dev.profileguard.noderole.rule;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.NodeClusters;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.Permissions;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.iam.trust.TrustDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node role as IAM shows it.
///
/// @param trust its trust policy
/// @param account twelve digits
/// @param partition such as `aws`
/// @param attached its managed policies
/// @param permissions all its policies whose document can be read
/// @param unreadable why other policies cannot be evaluated, a sentence each
/// @param profiles the instance profiles that contain it
/// @param namesake the profile with its name, if no profile contains it; null: there is none, or it
///   was not read
/// @param clusters the clusters that use it, as far as EKS shows them
public record NodeRole(
        RoleDetail role,
        TrustDocument trust,
        String account,
        String partition,
        List<AttachedPolicy> attached,
        Permissions permissions,
        List<String> unreadable,
        List<HeldRole> profiles,
        @Nullable InstanceProfile namesake,
        NodeClusters clusters) {
    /// Takes copies.
    public NodeRole {
        attached = List.copyOf(attached);
        unreadable = List.copyOf(unreadable);
        profiles = List.copyOf(profiles);
    }

    /// The same with its policies.
    public NodeRole having(List<AttachedPolicy> managed, Permissions all, List<String> errors) {
        return new NodeRole(
                role, trust, account, partition, managed, all, errors, profiles, namesake,
                clusters);
    }

    /// The same with its profiles.
    public NodeRole in(List<HeldRole> holders, @Nullable InstanceProfile other) {
        return new NodeRole(
                role,
                trust,
                account,
                partition,
                attached,
                permissions,
                unreadable,
                holders,
                other,
                clusters);
    }

    /// The same with the clusters that use it.
    public NodeRole usedBy(NodeClusters shown) {
        return new NodeRole(
                role,
                trust,
                account,
                partition,
                attached,
                permissions,
                unreadable,
                profiles,
                namesake,
                shown);
    }

    /// Whether EKS proves that nodes have the role: by a managed node group, an access entry of
    /// nodes, or Auto Mode. False also if EKS was not asked or did not answer.
    public boolean isProvenByEks() {
        return clusters.prove();
    }

    /// Whether EKS proves that somebody who may pass the role gave it to nodes: by a managed node
    /// group. An access entry does not prove that, nor do tags and policies: all these are claims
    /// of whoever may set them. False also if EKS was not asked or did not answer.
    public boolean isPassedToNodes() {
        return clusters.uses().uses().stream()
                .anyMatch(each -> each.isPassedToNodes(role.created()));
    }

    /// The clusters whose pods' roles decide something: whether pods ask for Pod Identity, which
    /// the role does not allow, or where the CNI plugin gets permissions that the role lacks.
    public List<Cluster> clustersWhosePodsMatter() {
        return Grant.of(this, NodeNeed.POD_IDENTITY).isWhole()
                ? NodeAddresses.of(this).unserved()
                : clusters.withPlugin();
    }

    /// The ARN of the role.
    String arn() {
        return role.role().arn(partition, account).text();
    }

    /// The name of its permissions boundary; empty: it has none, or its document is gone.
    String boundaryName() {
        return permissions.boundary() == null ? "" : permissions.boundary().name();
    }

    /// The name of EC2 as a principal.
    String ec2() {
        return partition.equals("aws-cn") ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
    }
}
