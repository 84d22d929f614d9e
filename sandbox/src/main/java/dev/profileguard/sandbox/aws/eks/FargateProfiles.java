package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The calls on Fargate profiles. A new profile is active at once.
/// https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
record FargateProfiles(
        Clusters clusters, EksRoles roles, EksPermissions permissions, AccessEntries entries) {
    private static final String PROFILE = "fargateProfile";
    private static final String NAME = "fargateProfileName";

    Map<String, Object> create(EksInput input) {
        Cluster cluster = clusters.required(input);
        String name = input.text(NAME);
        String role = input.text("podExecutionRoleArn");
        if (cluster.fargateProfiles().containsKey(name)) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "A Fargate Profile already exists with this name in this cluster.");
        }
        permissions.requirePassRole(input, role, "eks-fargate-pods.amazonaws.com");
        String arn =
                EksPermissions.arn(
                        input,
                        "fargateprofile/%s/%s/%s"
                                .formatted(cluster.name(), name, UUID.randomUUID()));
        roles.requirePodExecutionRole(input, role, arn);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NAME, name);
        json.put("fargateProfileArn", arn);
        json.put("clusterName", cluster.name());
        json.put("createdAt", clusters.now());
        json.put("podExecutionRoleArn", role);
        json.put("subnets", input.texts("subnets"));
        json.put("selectors", input.list("selectors"));
        json.put("status", "ACTIVE");
        json.put("tags", input.map("tags"));
        cluster.fargateProfiles().put(name, json);
        entries.add(cluster, role, "FARGATE_LINUX", null);
        return Map.of(PROFILE, Cluster.in("CREATING", json));
    }

    Map<String, Object> describe(EksInput input) {
        return Map.of(PROFILE, required(input));
    }

    Map<String, Object> list(EksInput input) {
        return input.page(
                "fargateProfileNames",
                List.copyOf(clusters.required(input).fargateProfiles().keySet()));
    }

    Map<String, Object> delete(EksInput input) {
        Map<String, Object> json = required(input);
        clusters.required(input).fargateProfiles().remove(input.text(NAME));
        return Map.of(PROFILE, Cluster.in("DELETING", json));
    }

    private Map<String, Object> required(EksInput input) {
        Map<String, Object> json = clusters.required(input).fargateProfiles().get(input.text(NAME));
        if (json == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "No Fargate Profile found with name: %s.".formatted(input.text(NAME)));
        }
        return json;
    }
}
