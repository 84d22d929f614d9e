package dev.profileguard.sandbox.aws.eks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A cluster and what belongs to it. Used inside [Clusters#atomically].
///
/// @param json as EKS returns it
/// @param nodegroups by name
/// @param accessEntries by the principal's ARN
/// @param podIdentities by ID
/// @param fargateProfiles by name
/// @param addons by name
/// @param updates oldest first
/// @param configMapRoles the ARNs of roles that EKS wrote into the ConfigMap `aws-auth`
record Cluster(
        String region,
        Map<String, Object> json,
        Map<String, Nodegroup> nodegroups,
        Map<String, AccessEntry> accessEntries,
        Map<String, Map<String, Object>> podIdentities,
        Map<String, Map<String, Object>> fargateProfiles,
        Map<String, Map<String, Object>> addons,
        List<Updates.Update> updates,
        Set<String> configMapRoles) {
    static Cluster made(String region, Map<String, Object> json) {
        return new Cluster(
                region,
                json,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new LinkedHashSet<>());
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

    /// Whether the ConfigMap `aws-auth` counts for who has no access entry.
    boolean hasConfigMap() {
        return !(json.get("accessConfig") instanceof Map<?, ?> access
                && "API".equals(access.get("authenticationMode")));
    }

    /// The same with another status, such as `CREATING`.
    static Map<String, Object> in(String status, Map<String, Object> json) {
        Map<String, Object> copy = new LinkedHashMap<>(json);
        copy.put("status", status);
        return copy;
    }
}
