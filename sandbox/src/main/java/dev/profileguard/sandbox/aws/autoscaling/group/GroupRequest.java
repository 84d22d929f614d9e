package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to create or update a group, as far as the sandbox uses it. What is null is not in the
/// request: an update leaves it as it is.
///
/// @param source what it starts instances by
/// @param zones empty: not in the request
/// @param subnets VPCZoneIdentifier
/// @param protection NewInstancesProtectedFromScaleIn
/// @param tags of a new group
public record GroupRequest(
        String name,
        @Nullable LaunchSource source,
        @Nullable Integer least,
        @Nullable Integer most,
        @Nullable Integer desired,
        List<String> zones,
        @Nullable String subnets,
        @Nullable Boolean protection,
        List<GroupTag> tags) {
    /// Copies the lists.
    public GroupRequest {
        zones = List.copyOf(zones);
        tags = List.copyOf(tags);
    }

    /// A group of this size.
    ///
    /// @param size the number of its instances, at least and at most
    public static GroupRequest of(String name, LaunchSource source, int size) {
        return new GroupRequest(name, source, size, size, null, List.of(), null, null, List.of());
    }

    /// A group without instances that uses a launch configuration.
    public static GroupRequest configured(String name, String configuration) {
        return of(name, new LaunchSource.Configured(configuration), 0);
    }

    /// A group without instances that uses a launch template.
    public static GroupRequest templated(String name, TemplateReference template) {
        return of(name, new LaunchSource.Templated(template), 0);
    }

    /// An update of the size.
    public static GroupRequest sized(
            String name,
            @Nullable Integer least,
            @Nullable Integer most,
            @Nullable Integer desired) {
        return new GroupRequest(name, null, least, most, desired, List.of(), null, null, List.of());
    }

    /// The request as CloudTrail records it.
    public Map<String, Object> recorded() {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("autoScalingGroupName", name);
        if (source != null) {
            recorded.putAll(source.recorded());
        }
        put(recorded, "minSize", least);
        put(recorded, "maxSize", most);
        put(recorded, "desiredCapacity", desired);
        put(recorded, "availabilityZones", zones.isEmpty() ? null : zones);
        put(recorded, "vPCZoneIdentifier", subnets);
        put(recorded, "newInstancesProtectedFromScaleIn", protection);
        put(
                recorded,
                "tags",
                tags.isEmpty()
                        ? null
                        : tags.stream().map(tag -> RecordedKeys.of(tag.json(name))).toList());
        return recorded;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
