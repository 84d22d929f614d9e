package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Role;

/// The calls on access entries.
/// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
record AccessEntries(Clusters clusters, EksRoles roles) {
    private static final String PRINCIPAL = "principalArn";
    private static final String ENTRY = "accessEntry";
    private static final String GROUPS = "kubernetesGroups";
    private static final String USERNAME = "username";
    private static final String STANDARD = "STANDARD";
    private static final List<String> TYPES =
            List.of(
                    STANDARD,
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
        String type = input.text("type", STANDARD);
        roles.requirePrincipal(input, principal);
        if (!TYPES.contains(type)) {
            throw input.invalid("The type %s is none of %s.".formatted(type, TYPES));
        }
        requireNames(input, type);
        if (cluster.accessEntries().containsKey(principal)) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "The specified access entry resource is already in use on this"
                                    + " cluster.");
        }
        Map<String, Object> json = json(cluster, principal, type);
        json.put(GROUPS, input.texts(GROUPS));
        json.put(USERNAME, input.text(USERNAME, String.valueOf(json.get(USERNAME))));
        json.put("tags", input.map("tags"));
        put(cluster, AccessEntry.made(json, roles.idOf(principal)));
        return Map.of(ENTRY, json);
    }

    /// Only people choose names and groups in Kubernetes; those of nodes are fixed. The sentence
    /// about a group is in several public reports, the other one is the sandbox's own.
    private static void requireNames(EksInput input, String type) {
        List<String> groups = input.texts(GROUPS);
        if (!type.equals(STANDARD) && (!groups.isEmpty() || input.optional(USERNAME) != null)) {
            throw input.invalid(
                    "An access entry of type %s has a user name and groups that EKS chooses."
                            .formatted(type));
        }
        groups.stream()
                .filter(group -> group.startsWith("system:"))
                .findFirst()
                .ifPresent(group -> {
                    throw input.invalid(
                            "The kubernetes group name %s is invalid, it cannot start with system:"
                                    .formatted(group));
                });
    }

    /// Adds an entry that EKS makes by itself, where entries count and there is none. One that
    /// exists stays as it is, also if it was made for an earlier role of this name.
    ///
    /// @param policy the name of its access policy; null: it has none
    void add(Cluster cluster, String principal, String type, @Nullable String policy) {
        if (!cluster.hasAccessEntries() || cluster.accessEntries().containsKey(principal)) {
            return;
        }
        AccessEntry entry = AccessEntry.made(json(cluster, principal, type), roles.idOf(principal));
        if (policy != null) {
            Map<String, Object> scope = new LinkedHashMap<>();
            scope.put("type", "cluster");
            scope.put("namespaces", List.of());
            String arn = AccessPolicies.arn(policy);
            entry = entry.with(arn, AccessPolicies.json(arn, scope, clusters.now()));
        }
        put(cluster, entry);
    }

    private static void put(Cluster cluster, AccessEntry entry) {
        cluster.accessEntries().put(entry.principal(), entry);
    }

    /// Whether instances with this role can join a cluster: by the access entry, if it is of nodes
    /// and was made for the role that has the ARN now; without an entry by the ConfigMap
    /// `aws-auth`, which goes by the ARN and takes none with a path.
    /// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
    boolean letNodesIn(Cluster cluster, String roleArn) {
        Role role = roles.find(roleArn).orElse(null);
        if (role == null) {
            return false;
        }
        AccessEntry entry = cluster.accessEntries().get(roleArn);
        return entry == null
                ? cluster.hasConfigMap()
                        && role.path().equals("/")
                        && cluster.configMapRoles().contains(roleArn)
                : entry.isOfNodes() && role.roleId().equals(entry.principalId());
    }

    /// What lets nodes into a cluster, and whether it works now.
    Stream<Map<String, @Nullable Object>> nodeAccess(Cluster cluster) {
        Stream<String> byEntry =
                cluster.accessEntries().values().stream()
                        .filter(AccessEntry::isOfNodes)
                        .map(AccessEntry::principal);
        return Stream.concat(byEntry, cluster.configMapRoles().stream())
                .map(role -> nodeAccess(cluster, role));
    }

    private Map<String, @Nullable Object> nodeAccess(Cluster cluster, String role) {
        AccessEntry entry = cluster.accessEntries().get(role);
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("region", cluster.region());
        line.put("cluster", cluster.name());
        line.put("role", role);
        line.put("roleId", roles.idOf(role));
        line.put("by", entry == null ? "aws-auth" : "access entry of type " + entry.type());
        line.put("entryRoleId", entry == null ? null : entry.principalId());
        line.put("joins", letNodesIn(cluster, role));
        return line;
    }

    private Map<String, Object> json(Cluster cluster, String principal, String type) {
        String kind = principal.contains(":user/") ? "user" : "role";
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clusterName", cluster.name());
        json.put(PRINCIPAL, principal);
        json.put(GROUPS, List.of());
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
        json.put(USERNAME, username(principal, type));
        json.put("type", type);
        return json;
    }

    private String account(String principal) {
        String[] parts = principal.split(":", -1);
        return parts.length > 4 ? parts[4] : roles.account().accountId();
    }

    private String username(String principal, String type) {
        return switch (type) {
            case STANDARD ->
                    principal.contains(":role/")
                            ? "arn:aws:sts::%s:assumed-role/%s/{{SessionName}}"
                                    .formatted(account(principal), EksRoles.name(principal))
                            : principal;
            case "EC2_LINUX", "EC2_WINDOWS", "EC2" -> "system:node:{{EC2PrivateDNSName}}";
            default -> "system:node:{{SessionName}}";
        };
    }

    Map<String, Object> describe(EksInput input) {
        return Map.of(ENTRY, required(input, cluster(input)).json());
    }

    /// ListAccessEntries.
    Map<String, Object> list(EksInput input) {
        String policy = input.optional("associatedPolicyArn");
        return input.page(
                "accessEntries",
                cluster(input).accessEntries().values().stream()
                        .filter(entry -> policy == null || entry.policies().containsKey(policy))
                        .map(AccessEntry::principal)
                        .toList());
    }

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAccessEntry.html
    Map<String, Object> update(EksInput input) {
        Cluster cluster = cluster(input);
        AccessEntry entry = required(input, cluster);
        requireNames(input, entry.type());
        Map<String, Object> changed = new LinkedHashMap<>();
        if (input.values().containsKey(GROUPS)) {
            changed.put(GROUPS, input.texts(GROUPS));
        }
        if (input.optional(USERNAME) != null) {
            changed.put(USERNAME, input.text(USERNAME));
        }
        changed.put("modifiedAt", clusters.now());
        AccessEntry updated = entry.with(changed);
        put(cluster, updated);
        return Map.of(ENTRY, updated.json());
    }

    Map<String, Object> delete(EksInput input) {
        Cluster cluster = cluster(input);
        cluster.accessEntries().remove(required(input, cluster).principal());
        return Map.of();
    }

    AccessEntry required(EksInput input, Cluster cluster) {
        AccessEntry entry = cluster.accessEntries().get(input.text(PRINCIPAL));
        if (entry == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "The specified principalArn could not be found. You can view your"
                                    + " available access entries with 'list-access-entries'.");
        }
        return entry;
    }

    /// The cluster, whose entries must count.
    Cluster cluster(EksInput input) {
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
