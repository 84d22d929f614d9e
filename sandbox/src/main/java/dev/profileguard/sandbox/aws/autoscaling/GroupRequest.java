package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to create or update a group, as far as the sandbox uses it. What is null is not in the
/// request: an update leaves it as it is.
///
/// @param configuration the name of a launch configuration
/// @param template a launch template, instead of a launch configuration
/// @param zones empty: not in the request
/// @param subnets VPCZoneIdentifier
public record GroupRequest(
        String name,
        @Nullable String configuration,
        @Nullable TemplateReference template,
        @Nullable Integer least,
        @Nullable Integer most,
        @Nullable Integer desired,
        List<String> zones,
        @Nullable String subnets) {
    /// Copies the zones.
    public GroupRequest {
        zones = List.copyOf(zones);
    }

    /// A group without instances that uses a launch configuration.
    public static GroupRequest configured(String name, String configuration) {
        return new GroupRequest(name, configuration, null, 0, 0, null, List.of(), null);
    }

    /// A group without instances that uses a launch template.
    public static GroupRequest templated(String name, TemplateReference template) {
        return new GroupRequest(name, null, template, 0, 0, null, List.of(), null);
    }

    /// The request as CloudTrail records it.
    Map<String, Object> recorded() {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("autoScalingGroupName", name);
        put(recorded, "launchConfigurationName", configuration);
        put(recorded, "launchTemplate", template == null ? null : template.recorded(false));
        put(recorded, "minSize", least);
        put(recorded, "maxSize", most);
        put(recorded, "desiredCapacity", desired);
        put(recorded, "availabilityZones", zones.isEmpty() ? null : zones);
        put(recorded, "vPCZoneIdentifier", subnets);
        return recorded;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
