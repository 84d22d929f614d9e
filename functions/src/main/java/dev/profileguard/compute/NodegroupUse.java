package dev.profileguard.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A managed node group of EKS whose instances use the profile. EKS makes the profile, named
/// `eks-UUID`, and the group's own launch template.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
///
/// @param role the ARN of the node role
/// @param groups the Auto Scaling groups that EKS made for it
public record NodegroupUse(
        String region, String cluster, String name, String role, List<String> groups) {
    /// Takes a copy.
    public NodegroupUse {
        groups = List.copyOf(groups);
    }

    /// As JSON values.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", region);
        json.put("cluster", cluster);
        json.put("nodegroup", name);
        json.put("nodeRole", role);
        json.put("groups", groups);
        return json;
    }
}
