package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The calls on Pod Identity associations.
/// https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
record PodIdentities(Clusters clusters, EksRoles roles, EksPermissions permissions) {
    private static final String NAMESPACE_OF_ADDONS = "kube-system";
    private static final List<String> SUMMARY =
            List.of(
                    "clusterName",
                    "namespace",
                    "serviceAccount",
                    "associationArn",
                    "associationId",
                    "ownerArn");

    Map<String, Object> create(EksInput input) {
        Cluster cluster = clusters.required(input);
        String role = input.text("roleArn");
        permissions.requirePassRole(input, role, "pods.eks.amazonaws.com");
        roles.requirePodRole(input, role);
        String namespace = input.text("namespace");
        String account = input.text("serviceAccount");
        cluster.podIdentities().values().stream()
                .filter(each -> is(each, namespace, account))
                .findFirst()
                .ifPresent(existing -> {
                    throw input.service()
                            .refusal(
                                    409,
                                    "ResourceInUseException",
                                    "Association already exists: " + existing.get("associationId"));
                });
        Map<String, Object> json = json(input, cluster, namespace, account);
        cluster.podIdentities().put(String.valueOf(json.get("associationId")), json);
        return Map.of("association", json);
    }

    /// Makes the association of an add-on, and returns its ARN.
    ///
    /// @param given the service account and its role, as CreateAddon has them
    String ofAddon(EksInput input, Cluster cluster, String addon, Object given) {
        if (!(given instanceof Map<?, ?> fields)) {
            throw input.invalid("The parameter podIdentityAssociations is of another type.");
        }
        EksInput one = new EksInput(input.service(), input.origin(), fields);
        permissions.requirePassRole(input, one.text("roleArn"), "pods.eks.amazonaws.com");
        roles.requirePodRole(input, one.text("roleArn"));
        Map<String, Object> json =
                json(one, cluster, NAMESPACE_OF_ADDONS, one.text("serviceAccount"));
        json.put(
                "ownerArn",
                EksPermissions.arn(input, "addon/%s/%s".formatted(cluster.name(), addon)));
        cluster.podIdentities().put(String.valueOf(json.get("associationId")), json);
        return String.valueOf(json.get("associationArn"));
    }

    private Map<String, Object> json(
            EksInput input, Cluster cluster, String namespace, String account) {
        String id = "a-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clusterName", cluster.name());
        json.put("namespace", namespace);
        json.put("serviceAccount", account);
        json.put("roleArn", input.text("roleArn"));
        json.put(
                "associationArn",
                EksPermissions.arn(
                        input, "podidentityassociation/%s/%s".formatted(cluster.name(), id)));
        json.put("associationId", id);
        json.put("tags", input.map("tags"));
        json.put("createdAt", clusters.now());
        json.put("modifiedAt", clusters.now());
        return json;
    }

    /// Associations, without their roles.
    Map<String, Object> list(EksInput input) {
        List<Map<String, Object>> found =
                clusters.required(input).podIdentities().values().stream()
                        .filter(each ->
                                is(
                                        each,
                                        input.optional("namespace"),
                                        input.optional("serviceAccount")))
                        .map(PodIdentities::summary)
                        .toList();
        return input.page("associations", found);
    }

    /// One association, with its role.
    Map<String, Object> describe(EksInput input) {
        String id = input.text("associationId");
        Map<String, Object> json = clusters.required(input).podIdentities().get(id);
        if (json == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "There is no Pod Identity association " + id);
        }
        return Map.of("association", json);
    }

    private static Map<String, Object> summary(Map<String, Object> json) {
        Map<String, Object> summary = new LinkedHashMap<>(json);
        summary.keySet().retainAll(SUMMARY);
        return summary;
    }

    /// @param namespace null: any; the same for the service account
    private static boolean is(
            Map<String, Object> json, @Nullable String namespace, @Nullable String account) {
        return (namespace == null || namespace.equals(json.get("namespace")))
                && (account == null || account.equals(json.get("serviceAccount")));
    }
}
