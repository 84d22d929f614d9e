package dev.profileguard.sandbox.aws.eks;

import java.util.LinkedHashMap;
import java.util.Map;

/// A cluster and what belongs to it. Used inside [Clusters#atomically].
///
/// @param json as EKS returns it
/// @param nodegroups by name, as EKS returns them
/// @param accessEntries by the principal's ARN
/// @param podIdentities by ID
/// @param fargateProfiles by name
/// @param addons by name
record Cluster(
        String region,
        Map<String, Object> json,
        Map<String, Map<String, Object>> nodegroups,
        Map<String, Map<String, Object>> accessEntries,
        Map<String, Map<String, Object>> podIdentities,
        Map<String, Map<String, Object>> fargateProfiles,
        Map<String, Map<String, Object>> addons) {
    static Cluster made(String region, Map<String, Object> json) {
        return new Cluster(
                region,
                json,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    String name() {
        return String.valueOf(json.get("name"));
    }

    String arn() {
        return String.valueOf(json.get("arn"));
    }

    String version() {
        return String.valueOf(json.get("version"));
    }

    /// Whether its access entries count: not where only its config map says who has access.
    boolean hasAccessEntries() {
        return json.get("accessConfig") instanceof Map<?, ?> access
                && !"CONFIG_MAP".equals(access.get("authenticationMode"));
    }

    /// The same with another status, such as `CREATING`.
    static Map<String, Object> in(String status, Map<String, Object> json) {
        Map<String, Object> copy = new LinkedHashMap<>(json);
        copy.put("status", status);
        return copy;
    }
}
