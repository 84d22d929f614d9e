package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An access entry. Immutable.
///
/// @param json as EKS returns it
/// @param principalId the ID that the principal had when the entry was made, which EKS does not
///   show; null: it is of another account
/// @param policies the associated access policies by ARN, as EKS returns them
record AccessEntry(
        Map<String, Object> json,
        @Nullable String principalId,
        Map<String, Map<String, Object>> policies) {
    private static final List<String> OF_NODES = List.of("EC2_LINUX", "EC2_WINDOWS", "EC2");

    /// An entry without policies.
    static AccessEntry made(Map<String, Object> json, @Nullable String principalId) {
        return new AccessEntry(json, principalId, Map.of());
    }

    String principal() {
        return String.valueOf(json.get("principalArn"));
    }

    String type() {
        return String.valueOf(json.get("type"));
    }

    /// Whether it lets EC2 instances in as nodes.
    boolean isOfNodes() {
        return OF_NODES.contains(type());
    }

    /// Whether it takes access policies.
    boolean takesPolicies() {
        return type().equals("STANDARD") || type().equals("EC2");
    }

    /// The same with other fields.
    AccessEntry with(Map<String, Object> changed) {
        Map<String, Object> merged = new LinkedHashMap<>(json);
        merged.putAll(changed);
        return new AccessEntry(merged, principalId, policies);
    }

    /// The same with a policy, instead of the one with the same ARN.
    ///
    /// @param policy as EKS returns it
    AccessEntry with(String policyArn, Map<String, Object> policy) {
        Map<String, Map<String, Object>> more = new LinkedHashMap<>(policies);
        more.put(policyArn, policy);
        return new AccessEntry(json, principalId, more);
    }

    /// The same without a policy.
    AccessEntry without(String policyArn) {
        Map<String, Map<String, Object>> fewer = new LinkedHashMap<>(policies);
        fewer.remove(policyArn);
        return new AccessEntry(json, principalId, fewer);
    }
}
