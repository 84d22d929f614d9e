package dev.profileguard.sandbox.aws.cloudtrail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the resources of a call in its parameters.
final class Subjects {
    /// Parameter to the kind of resource. The first parameter that the call has counts.
    private static final Map<String, String> KINDS = kinds();

    private static final Map<String, String> NAMES = names();

    private Subjects() {}

    /// The call's resource, such as `instance-profile/web`; null: the parameters name none.
    static @Nullable String of(@Nullable Object parameters) {
        if (parameters instanceof Map<?, ?> map) {
            for (Map.Entry<String, String> kind : KINDS.entrySet()) {
                if (map.get(kind.getKey()) instanceof String name) {
                    return kind.getValue() + name;
                }
            }
            return ofOtherServices(map);
        }
        return null;
    }

    /// The resource of a call to a service; null: the parameters name none.
    ///
    /// @param service as in its host, such as `eks`
    static @Nullable String of(String service, @Nullable Object parameters) {
        return service.equals("eks") && parameters instanceof Map<?, ?> map
                ? ofEks(map)
                : of(parameters);
    }

    /// EKS calls the cluster by its name alone. In a path, ARNs are encoded.
    private static @Nullable String ofEks(Map<?, ?> parameters) {
        String named = named(parameters);
        if (named != null) {
            return named;
        }
        if (parameters.get("principalArn") instanceof String arn) {
            return ofArn(arn.replace("%3A", ":").replace("%2F", "/"));
        }
        return parameters.get("name") instanceof String name ? "cluster/" + name : null;
    }

    private static @Nullable String ofOtherServices(Map<?, ?> parameters) {
        if (parameters.get("resourceARNList") instanceof List<?> arns && !arns.isEmpty()) {
            return ofArn(String.valueOf(arns.getFirst()));
        }
        if (parameters.get("iamInstanceProfile") instanceof Map<?, ?> profile) {
            return profile.get("name") instanceof String name
                    ? "instance-profile/" + name
                    : ofArn(String.valueOf(profile.get("arn")));
        }
        for (Object value : parameters.values()) { // as in AssociateIamInstanceProfileRequest
            if (value instanceof Map<?, ?> wrapped
                    && wrapped.get("IamInstanceProfile") instanceof Map<?, ?> profile) {
                return profile.get("Name") instanceof String name
                        ? "instance-profile/" + name
                        : ofArn(String.valueOf(profile.get("Arn")));
            }
        }
        if (parameters.get("roleArn") instanceof String role) {
            return ofArn(role);
        }
        if (parameters.get("iamInstanceProfile") instanceof String profile) {
            return profile.startsWith("arn:") ? ofArn(profile) : "instance-profile/" + profile;
        }
        String named = named(parameters);
        if (named != null) {
            return named;
        }
        String instance = instance(parameters);
        if (instance != null) {
            return "instance/" + instance;
        }
        return parameters.get("name") instanceof String name
                ? "parameter/" + name.replaceFirst("^/", "")
                : null;
    }

    /// The resource of a call to Auto Scaling, EKS, or EC2's launch templates; null: it names none.
    private static @Nullable String named(Map<?, ?> parameters) {
        for (Map.Entry<String, String> kind : NAMES.entrySet()) {
            if (parameters.get(kind.getKey()) instanceof String name) {
                return kind.getValue() + name;
            }
        }
        for (Object value : parameters.values()) { // as in CreateLaunchTemplateRequest
            if (value instanceof Map<?, ?> wrapped
                    && wrapped.get("LaunchTemplateName") instanceof String name) {
                return "launch-template/" + name;
            }
        }
        return null;
    }

    /// The first instance of a call to EC2; null: it names none.
    private static @Nullable String instance(Map<?, ?> parameters) {
        return parameters.get("instancesSet") instanceof Map<?, ?> set
                        && set.get("items") instanceof List<?> items
                        && !items.isEmpty()
                        && items.getFirst() instanceof Map<?, ?> item
                        && item.get("instanceId") instanceof String id
                ? id
                : null;
    }

    /// Kind and name, without the path.
    private static String ofArn(String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        int end = resource.indexOf('/');
        return end < 0
                ? resource
                : resource.substring(0, end) + resource.substring(resource.lastIndexOf('/'));
    }

    /// The second resource of the call, or its tags; null: it has neither.
    static @Nullable String others(@Nullable Object parameters) {
        if (!(parameters instanceof Map<?, ?> map)) {
            return null;
        }
        if (map.get("tags") instanceof List<?> tags && !tags.isEmpty()) {
            return "tags " + tags.stream().map(Subjects::tag).collect(Collectors.joining(", "));
        }
        if (map.get("tags") instanceof Map<?, ?> tags) {
            return "tags "
                    + tags.entrySet().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (map.get("tagKeys") instanceof List<?> keys) {
            return "tags " + keys.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        boolean both = map.get("instanceProfileName") != null && map.get("roleName") != null;
        return both ? "role/" + map.get("roleName") : null;
    }

    private static String tag(@Nullable Object tag) {
        return tag instanceof Map<?, ?> map ? map.get("key") + "=" + map.get("value") : "";
    }

    private static Map<String, String> names() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("autoScalingGroupName", "auto-scaling-group/");
        kinds.put("launchConfigurationName", "launch-configuration/");
        kinds.put("nodegroupName", "nodegroup/");
        kinds.put("fargateProfileName", "fargate-profile/");
        return kinds;
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
