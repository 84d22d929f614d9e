package dev.profileguard.sandbox.aws.autoscaling.query;

import java.util.List;
import java.util.Map;

/// The filters of DescribeAutoScalingGroups and DescribeTags.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Filter.html
record GroupFilters(AutoScalingForm form) {
    private static final String TAG = "tag:";

    /// The groups that all filters let pass.
    List<Map<String, Object>> groups(List<Map<String, Object>> all) {
        return all.stream()
                .filter(group ->
                        form.maps("Filters").stream()
                                .allMatch(filter -> passes(filter, tags(group))))
                .toList();
    }

    /// The tags that all filters let pass.
    List<Map<String, Object>> tags(List<Map<String, Object>> all) {
        return all.stream()
                .filter(tag ->
                        form.maps("Filters").stream()
                                .allMatch(filter -> passes(filter, List.of(tag))))
                .toList();
    }

    private static List<?> tags(Map<String, Object> group) {
        return group.get("Tags") instanceof List<?> tags ? tags : List.of();
    }

    private static boolean passes(Map<String, Object> filter, List<?> tags) {
        String name = String.valueOf(filter.get("Name"));
        List<?> values = filter.get("Values") instanceof List<?> list ? list : List.of();
        return tags.stream()
                .anyMatch(each -> each instanceof Map<?, ?> tag && matches(name, values, tag));
    }

    private static boolean matches(String name, List<?> values, Map<?, ?> tag) {
        return switch (name) {
            case "tag-key", "key" -> values.contains(tag.get("Key"));
            case "tag-value", "value" -> values.contains(tag.get("Value"));
            case "auto-scaling-group" -> values.contains(tag.get("ResourceId"));
            case "propagate-at-launch" ->
                    values.contains(String.valueOf(tag.get("PropagateAtLaunch")));
            default -> {
                if (!name.startsWith(TAG)) {
                    throw AutoScalingForm.validation("Filter name %s is invalid.".formatted(name));
                }
                yield name.substring(TAG.length()).equals(tag.get("Key"))
                        && values.contains(tag.get("Value"));
            }
        };
    }
}
