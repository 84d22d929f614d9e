package dev.profileguard.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A managed node group as EKS describes it. EKS does not show its instance profile: that is in the
/// launch template of its Auto Scaling groups.
///
/// See https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
///
/// @param region such as `eu-west-1`
/// @param cluster the name of its cluster
/// @param status as EKS spells it, such as `ACTIVE`; empty: EKS does not show it
/// @param roleArn the role of its nodes; empty: EKS does not show it
/// @param template the launch template that somebody gave it; null: none
/// @param autoScalingGroups the names of the Auto Scaling groups with its instances; empty: EKS has
///   not made them yet, or does not show them
public record ManagedGroup(
        String region,
        String cluster,
        String name,
        String status,
        String roleArn,
        @Nullable Template template,
        List<String> autoScalingGroups) {
    /// Takes a copy.
    public ManagedGroup {
        autoScalingGroups = List.copyOf(autoScalingGroups);
    }

    /// A launch template. What EKS does not show is empty.
    ///
    /// @param id such as `lt-0123456789abcdef0`
    /// @param version a number
    public record Template(String id, String name, String version) {}

    /// Whether it was given this launch template, in any version.
    ///
    /// @param idOrName of the template
    public boolean isGiven(String idOrName) {
        return template != null
                && (template.id().equals(idOrName) || template.name().equals(idOrName));
    }

    /// For people, such as `node group web of cluster prod in eu-west-1`.
    public String text() {
        return "node group %s of cluster %s in %s".formatted(name, cluster, region);
    }
}
