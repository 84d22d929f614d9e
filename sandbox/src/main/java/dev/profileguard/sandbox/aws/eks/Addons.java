package dev.profileguard.sandbox.aws.eks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The calls on add-ons. A new add-on is active at once. An add-on can have a role in two ways: by
/// its service account, or by Pod Identity associations that it makes.
/// https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
///
/// "Addon already exists." is in a public report:
/// https://github.com/wandb/terraform-aws-wandb/pull/230
record Addons(Clusters clusters, EksRoles roles, EksPermissions permissions, PodIdentities pods) {
    private static final String ADDON = "addon";
    private static final String NAME = "addonName";

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html
    Map<String, Object> create(EksInput input) {
        Cluster cluster = clusters.required(input);
        String name = input.text(NAME);
        if (cluster.addons().containsKey(name)) {
            throw input.service().refusal(409, "ResourceInUseException", "Addon already exists.");
        }
        String role = input.optional("serviceAccountRoleArn");
        if (role != null) {
            permissions.requirePassRole(input, role, "eks.amazonaws.com");
        }
        Map<String, Object> json = json(input, cluster, name);
        if (role != null) {
            json.put("serviceAccountRoleArn", role);
        }
        List<Object> associations = new ArrayList<>();
        for (Object each : input.list("podIdentityAssociations")) {
            associations.add(pods.ofAddon(input, cluster, name, each));
        }
        if (!associations.isEmpty()) {
            json.put("podIdentityAssociations", associations);
        }
        cluster.addons().put(name, json);
        return Map.of(ADDON, Cluster.in("CREATING", json));
    }

    private Map<String, Object> json(EksInput input, Cluster cluster, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NAME, name);
        json.put("clusterName", cluster.name());
        json.put("status", "ACTIVE");
        json.put("addonVersion", input.text("addonVersion", "v1.20.4-eksbuild.1"));
        json.put("health", Map.of("issues", List.of()));
        json.put(
                "addonArn",
                EksPermissions.arn(
                        input,
                        "addon/%s/%s/%s".formatted(cluster.name(), name, UUID.randomUUID())));
        json.put("createdAt", clusters.now());
        json.put("modifiedAt", clusters.now());
        json.put("tags", input.map("tags"));
        return json;
    }

    Map<String, Object> describe(EksInput input) {
        return Map.of(ADDON, required(input));
    }

    Map<String, Object> list(EksInput input) {
        return input.page("addons", List.copyOf(clusters.required(input).addons().keySet()));
    }

    Map<String, Object> delete(EksInput input) {
        Map<String, Object> json = required(input);
        clusters.required(input).addons().remove(input.text(NAME));
        return Map.of(ADDON, Cluster.in("DELETING", json));
    }

    private Map<String, Object> required(EksInput input) {
        Map<String, Object> json = clusters.required(input).addons().get(input.text(NAME));
        if (json == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "No addon: %s found in cluster: %s"
                                    .formatted(input.text(NAME), input.text("name")));
        }
        return json;
    }
}
