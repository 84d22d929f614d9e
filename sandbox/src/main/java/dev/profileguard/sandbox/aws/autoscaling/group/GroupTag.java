package dev.profileguard.sandbox.aws.autoscaling.group;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A tag of a group.
///
/// @param propagated whether new instances get it
public record GroupTag(String key, String value, boolean propagated) {
    /// A request to change tags of a group, as CloudTrail records it.
    public static Map<String, Object> recorded(String group, List<GroupTag> tags) {
        return Map.of("tags", tags.stream().map(tag -> RecordedKeys.of(tag.json(group))).toList());
    }

    Map<String, Object> json(String group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ResourceId", group);
        json.put("ResourceType", "auto-scaling-group");
        json.put("Key", key);
        json.put("Value", value);
        json.put("PropagateAtLaunch", propagated);
        return json;
    }
}
