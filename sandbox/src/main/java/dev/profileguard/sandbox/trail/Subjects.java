package dev.profileguard.sandbox.trail;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a call was about, by its parameters.
final class Subjects {
    /// Parameter to kind of resource. The first that is there counts.
    private static final Map<String, String> KINDS = kinds();

    private Subjects() {}

    /// Such as `instance-profile/web`; null: the parameters name nothing.
    static @Nullable String of(@Nullable Object parameters) {
        if (parameters instanceof Map<?, ?> map) {
            for (Map.Entry<String, String> kind : KINDS.entrySet()) {
                if (map.get(kind.getKey()) instanceof String name) {
                    return kind.getValue() + name;
                }
            }
        }
        return null;
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("instanceProfileName", "instance-profile/");
        kinds.put("roleName", "role/");
        kinds.put("userName", "user/");
        kinds.put("policyArn", "");
        kinds.put("policyName", "policy/");
        kinds.put("aWSServiceName", "");
        return kinds;
    }
}
