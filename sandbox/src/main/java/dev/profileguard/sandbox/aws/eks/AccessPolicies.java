package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls on access policies, which EKS keeps with an access entry.
/// https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
///
/// The sentence about an unknown policy is in several public repositories, that about the policies
/// of service-linked roles in one.
record AccessPolicies(Clusters clusters, AccessEntries entries) {
    static final String ADMIN = "AmazonEKSClusterAdminPolicy";
    static final String AUTO_NODE = "AmazonEKSAutoNodePolicy";
    private static final String POLICY = "policyArn";
    private static final String PREFIX = "arn:aws:eks::aws:cluster-access-policy/";
    private static final List<String> OF_SERVICES =
            List.of("AmazonEKSBlockStorageClusterPolicy", "AmazonEKSComputeClusterPolicy");
    private static final List<String> NAMES =
            List.of(
                    "AmazonEKSAdminPolicy",
                    "AmazonEKSAdminViewPolicy",
                    AUTO_NODE,
                    "AmazonEKSBlockStorageClusterPolicy",
                    "AmazonEKSBlockStoragePolicy",
                    ADMIN,
                    "AmazonEKSComputeClusterPolicy",
                    "AmazonEKSComputePolicy",
                    "AmazonEKSEditPolicy",
                    "AmazonEKSLoadBalancingClusterPolicy",
                    "AmazonEKSLoadBalancingPolicy",
                    "AmazonEKSNetworkingClusterPolicy",
                    "AmazonEKSNetworkingPolicy",
                    "AmazonEKSViewPolicy");

    static String arn(String name) {
        return PREFIX + name;
    }

    /// An association as EKS returns it.
    static Map<String, Object> json(String policyArn, Map<String, Object> scope, double now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(POLICY, policyArn);
        json.put("accessScope", scope);
        json.put("associatedAt", now);
        json.put("modifiedAt", now);
        return json;
    }

    /// ListAccessPolicies.
    Map<String, Object> list(EksInput input) {
        return input.page(
                "accessPolicies",
                NAMES.stream().map(name -> Map.of("name", name, "arn", arn(name))).toList());
    }

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html
    Map<String, Object> associate(EksInput input) {
        Cluster cluster = entries.cluster(input);
        AccessEntry entry = entries.required(input, cluster);
        String policy = input.text(POLICY);
        require(input, entry, policy);
        Map<String, Object> json = json(policy, scope(input.in("accessScope")), clusters.now());
        Map<String, Object> earlier = entry.policies().get(policy);
        if (earlier != null) {
            json.put("associatedAt", earlier.get("associatedAt"));
        }
        cluster.accessEntries().put(entry.principal(), entry.with(policy, json));
        return answer(entry, "associatedAccessPolicy", json);
    }

    private static void require(EksInput input, AccessEntry entry, String policy) {
        String name = policy.startsWith(PREFIX) ? policy.substring(PREFIX.length()) : "";
        if (!NAMES.contains(name)) {
            throw notFound(input);
        }
        if (OF_SERVICES.contains(name)) {
            throw input.invalid(
                    "The specified policyArn can only be associated with service-linked roles");
        }
        if (!entry.takesPolicies()) {
            throw input.service()
                    .refusal(
                            "InvalidRequestException",
                            "An access entry of type %s takes no access policies."
                                    .formatted(entry.type()));
        }
    }

    private static Map<String, Object> scope(EksInput given) {
        String type = given.text("type");
        List<String> namespaces = given.texts("namespaces");
        boolean right =
                switch (type) {
                    case "cluster" -> namespaces.isEmpty();
                    case "namespace" -> !namespaces.isEmpty();
                    default -> false;
                };
        if (!right) {
            throw given.invalid(
                    "The access scope has the type cluster, or the type namespace with"
                            + " namespaces.");
        }
        Map<String, Object> scope = new LinkedHashMap<>();
        scope.put("type", type);
        scope.put("namespaces", namespaces);
        return scope;
    }

    /// DisassociateAccessPolicy.
    Map<String, Object> disassociate(EksInput input) {
        Cluster cluster = entries.cluster(input);
        AccessEntry entry = entries.required(input, cluster);
        String policy = input.text(POLICY);
        if (!entry.policies().containsKey(policy)) {
            throw notFound(input);
        }
        cluster.accessEntries().put(entry.principal(), entry.without(policy));
        return Map.of();
    }

    /// ListAssociatedAccessPolicies.
    Map<String, Object> listAssociated(EksInput input) {
        AccessEntry entry = entries.required(input, entries.cluster(input));
        Map<String, Object> page =
                input.page("associatedAccessPolicies", List.copyOf(entry.policies().values()));
        Map<String, Object> answer = answer(entry, null, Map.of());
        answer.putAll(page);
        return answer;
    }

    private static Map<String, Object> answer(
            AccessEntry entry, @Nullable String key, Map<String, Object> value) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("clusterName", entry.json().get("clusterName"));
        answer.put("principalArn", entry.principal());
        if (key != null) {
            answer.put(key, value);
        }
        return answer;
    }

    private static RuntimeException notFound(EksInput input) {
        return input.service()
                .refusal(
                        404,
                        "ResourceNotFoundException",
                        "The specified policyArn could not be found.");
    }
}
