package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The calls on access entries.
/// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
record AccessEntries(Clusters clusters, EksRoles roles) {
    private static final String PRINCIPAL = "principalArn";
    private static final String ENTRY = "accessEntry";
    private static final List<String> TYPES =
            List.of(
                    "STANDARD",
                    "FARGATE_LINUX",
                    "EC2_LINUX",
                    "EC2_WINDOWS",
                    "EC2",
                    "HYBRID_LINUX",
                    "HYPERPOD_LINUX");

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
    Map<String, Object> create(EksInput input) {
        Cluster cluster = cluster(input);
        String principal = input.text(PRINCIPAL);
        String type = input.text("type", "STANDARD");
        roles.requirePrincipal(input, principal);
        if (!TYPES.contains(type)) {
            throw input.invalid("The type %s is none of %s.".formatted(type, TYPES));
        }
        if (cluster.accessEntries().containsKey(principal)) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "The specified access entry resource is already in use on this"
                                    + " cluster.");
        }
        Map<String, Object> json = json(cluster, principal, type);
        json.put("kubernetesGroups", input.texts("kubernetesGroups"));
        json.put("username", input.text("username", String.valueOf(json.get("username"))));
        json.put("tags", input.map("tags"));
        cluster.accessEntries().put(principal, json);
        return Map.of(ENTRY, json);
    }

    /// Adds an entry that EKS makes by itself, where entries count and there is none.
    void add(Cluster cluster, String principal, String type) {
        if (cluster.hasAccessEntries()) {
            cluster.accessEntries()
                    .computeIfAbsent(principal, absent -> json(cluster, principal, type));
        }
    }

    private Map<String, Object> json(Cluster cluster, String principal, String type) {
        String kind = principal.contains(":user/") ? "user" : "role";
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clusterName", cluster.name());
        json.put(PRINCIPAL, principal);
        json.put("kubernetesGroups", List.of());
        json.put(
                "accessEntryArn",
                "%s/%s/%s/%s/%s"
                        .formatted(
                                cluster.arn().replace(":cluster/", ":access-entry/"),
                                kind,
                                account(principal),
                                EksRoles.name(principal),
                                UUID.randomUUID()));
        json.put("createdAt", clusters.now());
        json.put("modifiedAt", clusters.now());
        json.put("tags", Map.of());
        json.put("username", username(principal, type));
        json.put("type", type);
        return json;
    }

    private static String account(String principal) {
        String[] parts = principal.split(":", -1);
        return parts.length > 4 ? parts[4] : Stack.ACCOUNT;
    }

    private static String username(String principal, String type) {
        return switch (type) {
            case "STANDARD" ->
                    principal.contains(":role/")
                            ? "arn:aws:sts::%s:assumed-role/%s/{{SessionName}}"
                                    .formatted(account(principal), EksRoles.name(principal))
                            : principal;
            case "EC2_LINUX", "EC2_WINDOWS", "EC2" -> "system:node:{{EC2PrivateDNSName}}";
            default -> "system:node:{{SessionName}}";
        };
    }

    Map<String, Object> describe(EksInput input) {
        return Map.of(ENTRY, required(input));
    }

    Map<String, Object> list(EksInput input) {
        return EksPage.of(
                input, "accessEntries", List.copyOf(cluster(input).accessEntries().keySet()));
    }

    Map<String, Object> delete(EksInput input) {
        required(input);
        cluster(input).accessEntries().remove(input.text(PRINCIPAL));
        return Map.of();
    }

    private Map<String, Object> required(EksInput input) {
        Map<String, Object> json = cluster(input).accessEntries().get(input.text(PRINCIPAL));
        if (json == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "The specified principalArn could not be found. You can view your"
                                    + " available access entries with 'list-access-entries'.");
        }
        return json;
    }

    /// The cluster, whose entries must count.
    private Cluster cluster(EksInput input) {
        Cluster cluster = clusters.required(input);
        if (!cluster.hasAccessEntries()) {
            throw input.service()
                    .refusal(
                            "InvalidRequestException",
                            "The cluster's authentication mode must be set to one of [API,"
                                    + " API_AND_CONFIG_MAP] to perform this operation.");
        }
        return cluster;
    }
}
