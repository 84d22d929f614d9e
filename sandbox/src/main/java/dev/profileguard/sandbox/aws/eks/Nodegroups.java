package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The calls on managed node groups. A new group is active at once. On AWS, EKS makes an instance
/// profile and an Auto Scaling group for it; here it does not.
record Nodegroups(
        Clusters clusters, EksRoles roles, EksPermissions permissions, AccessEntries entries) {
    private static final String NODEGROUP = "nodegroup";
    private static final String NAME = "nodegroupName";
    private static final int DISK = 20;

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
    Map<String, Object> create(EksInput input) {
        Cluster cluster = clusters.required(input);
        String name = input.text(NAME);
        if (cluster.nodegroups().containsKey(name)) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "NodeGroup already exists with name %s and cluster name %s"
                                    .formatted(name, cluster.name()));
        }
        String role = input.text("nodeRole");
        permissions.requirePassRole(input, role, "eks.amazonaws.com");
        roles.requireNodeRole(input, role);
        Map<String, Object> json = json(input, cluster, name, role);
        cluster.nodegroups().put(name, json);
        String ami = String.valueOf(json.get("amiType"));
        entries.add(cluster, role, ami.startsWith("WINDOWS") ? "EC2_WINDOWS" : "EC2_LINUX");
        return Map.of(NODEGROUP, Cluster.in("CREATING", json));
    }

    private Map<String, Object> json(EksInput input, Cluster cluster, String name, String role) {
        UUID id = UUID.randomUUID();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NAME, name);
        json.put(
                "nodegroupArn",
                EksPermissions.arn(
                        input, "nodegroup/%s/%s/%s".formatted(cluster.name(), name, id)));
        json.put("clusterName", cluster.name());
        json.put("version", input.text("version", cluster.version()));
        json.put("createdAt", clusters.now());
        json.put("modifiedAt", clusters.now());
        json.put("status", "ACTIVE");
        json.put("capacityType", input.text("capacityType", "ON_DEMAND"));
        json.put("scalingConfig", scaling(input.in("scalingConfig")));
        List<String> types = input.texts("instanceTypes");
        json.put("instanceTypes", types.isEmpty() ? List.of("t3.medium") : types);
        json.put("subnets", input.texts("subnets"));
        json.put("amiType", input.text("amiType", "AL2023_x86_64_STANDARD"));
        json.put("nodeRole", role);
        json.put("diskSize", input.number("diskSize", DISK));
        json.put("health", Map.of("issues", List.of()));
        json.put("tags", input.map("tags"));
        return json;
    }

    private static Map<String, Object> scaling(EksInput given) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("minSize", given.number("minSize", 1));
        json.put("maxSize", given.number("maxSize", 2));
        json.put("desiredSize", given.number("desiredSize", 2));
        return json;
    }

    /// A group whose role is gone is degraded.
    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html
    Map<String, Object> describe(EksInput input) {
        Map<String, Object> json = required(input);
        String role = String.valueOf(json.get("nodeRole"));
        if (roles.find(role).isPresent()) {
            return Map.of(NODEGROUP, json);
        }
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("code", "IamNodeRoleNotFound");
        issue.put("message", "We couldn't find the IAM role for your managed node group.");
        issue.put("resourceIds", List.of(EksRoles.name(role)));
        Map<String, Object> degraded = Cluster.in("DEGRADED", json);
        degraded.put("health", Map.of("issues", List.of(issue)));
        return Map.of(NODEGROUP, degraded);
    }

    Map<String, Object> list(EksInput input) {
        return EksPage.of(
                input, "nodegroups", List.copyOf(clusters.required(input).nodegroups().keySet()));
    }

    Map<String, Object> delete(EksInput input) {
        Map<String, Object> json = required(input);
        clusters.required(input).nodegroups().remove(input.text(NAME));
        return Map.of(NODEGROUP, Cluster.in("DELETING", json));
    }

    private Map<String, Object> required(EksInput input) {
        Map<String, Object> json = clusters.required(input).nodegroups().get(input.text(NAME));
        if (json == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "No node group found for name: %s.".formatted(input.text(NAME)));
        }
        return json;
    }
}
