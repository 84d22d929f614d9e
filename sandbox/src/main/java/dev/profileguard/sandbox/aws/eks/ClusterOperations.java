package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The calls on clusters. A new cluster is active at once.
record ClusterOperations(
        Clusters clusters, EksRoles roles, EksPermissions permissions, AccessEntries entries) {
    private static final String CLUSTER = "cluster";
    private static final String VERSION = "1.34";
    private static final String EKS = "eks.amazonaws.com";

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    Map<String, Object> create(EksInput input) {
        String name = input.text("name");
        if (clusters.find(input.region(), name) != null) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "Cluster already exists with name: " + name);
        }
        String role = input.text("roleArn");
        permissions.requirePassRole(input, role, EKS);
        roles.requireClusterRole(input, role);
        String nodeRole = input.in("computeConfig").optional("nodeRoleArn");
        if (nodeRole != null) {
            permissions.requirePassRole(input, nodeRole, EKS);
            roles.requireNodeRole(input, nodeRole);
        }
        Cluster cluster = Cluster.made(input.region(), json(input, name, role));
        clusters.put(cluster);
        addEntries(input, cluster);
        return Map.of(CLUSTER, Cluster.in("CREATING", cluster.json()));
    }

    /// EKS lets the creator in, and the nodes of Auto Mode.
    private void addEntries(EksInput input, Cluster cluster) {
        if (input.in("accessConfig").flag("bootstrapClusterCreatorAdminPermissions", true)) {
            entries.add(
                    cluster, creator(input.origin().caller()), "STANDARD", AccessPolicies.ADMIN);
        }
        String nodeRole = input.in("computeConfig").optional("nodeRoleArn");
        if (nodeRole != null) {
            entries.add(cluster, nodeRole, "EC2", AccessPolicies.AUTO_NODE);
        }
    }

    private static String creator(Caller caller) {
        return switch (caller) {
            case Caller.RoleSession session -> session.roleArn();
            case Caller.Service service -> creator(service.onBehalfOf());
            case Caller.User user -> user.arn();
            case Caller.Root root -> root.arn();
        };
    }

    private Map<String, Object> json(EksInput input, String name, String role) {
        String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        boolean autoMode = input.in("computeConfig").flag("enabled", false);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("arn", EksPermissions.arn(input, "cluster/" + name));
        json.put("createdAt", clusters.now());
        json.put("version", input.text("version", VERSION));
        json.put("endpoint", "https://%s.gr7.%s.eks.amazonaws.com".formatted(id, input.region()));
        json.put("roleArn", role);
        json.put("resourcesVpcConfig", vpc(input.in("resourcesVpcConfig")));
        json.put("kubernetesNetworkConfig", network(input.in("kubernetesNetworkConfig"), autoMode));
        json.put(
                "identity",
                Map.of(
                        "oidc",
                        Map.of(
                                "issuer",
                                "https://oidc.eks.%s.amazonaws.com/id/%s"
                                        .formatted(input.region(), id))));
        json.put("status", "ACTIVE");
        json.put("platformVersion", "eks.1");
        json.put("tags", input.map("tags"));
        json.put("accessConfig", access(input.in("accessConfig"), autoMode));
        if (autoMode) {
            json.put("computeConfig", input.map("computeConfig"));
            json.put("storageConfig", input.map("storageConfig"));
        }
        return json;
    }

    private static Map<String, Object> vpc(EksInput given) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subnetIds", given.texts("subnetIds"));
        json.put("securityGroupIds", given.texts("securityGroupIds"));
        json.put("vpcId", "vpc-0123456789abcdef0");
        json.put("endpointPublicAccess", given.flag("endpointPublicAccess", true));
        json.put("endpointPrivateAccess", given.flag("endpointPrivateAccess", false));
        return json;
    }

    private static Map<String, Object> network(EksInput given, boolean autoMode) {
        String family = given.text("ipFamily", "ipv4");
        if (!List.of("ipv4", "ipv6").contains(family)) {
            throw given.invalid("The ipFamily %s is neither ipv4 nor ipv6.".formatted(family));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        if (family.equals("ipv6")) {
            json.put("serviceIpv6Cidr", "fd30:1c53:5f8a::/108");
        } else {
            json.put("serviceIpv4Cidr", given.text("serviceIpv4Cidr", "10.100.0.0/16"));
        }
        json.put("ipFamily", family);
        json.put("elasticLoadBalancing", Map.of("enabled", autoMode));
        return json;
    }

    /// EKS's default is the config map, which Auto Mode does not take.
    private static Map<String, Object> access(EksInput given, boolean autoMode) {
        String mode = given.text("authenticationMode", autoMode ? "API" : "CONFIG_MAP");
        if (!List.of("API", "API_AND_CONFIG_MAP", "CONFIG_MAP").contains(mode)) {
            throw given.invalid("There is no authenticationMode " + mode);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "bootstrapClusterCreatorAdminPermissions",
                given.flag("bootstrapClusterCreatorAdminPermissions", true));
        json.put("authenticationMode", mode);
        return json;
    }

    Map<String, Object> describe(EksInput input) {
        return Map.of(CLUSTER, clusters.required(input).json());
    }

    Map<String, Object> list(EksInput input) {
        return input.page("clusters", clusters.names(input.region()));
    }

    Map<String, Object> delete(EksInput input) {
        Cluster cluster = clusters.required(input);
        if (!cluster.nodegroups().isEmpty()) {
            throw input.service()
                    .refusal(409, "ResourceInUseException", "Cluster has nodegroups attached");
        }
        clusters.remove(cluster);
        return Map.of(CLUSTER, Cluster.in("DELETING", cluster.json()));
    }
}
