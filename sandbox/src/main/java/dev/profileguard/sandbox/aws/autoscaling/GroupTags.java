package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The calls on the tags of groups.
public record GroupTags(AutoScaling autoScaling) {
    /// CreateOrUpdateTags, for one group.
    public void put(Origin origin, String group, List<GroupTag> tags) {
        autoScaling.tag(
                origin,
                "CreateOrUpdateTags",
                group,
                tags,
                old -> {
                    List<GroupTag> changed = without(old, tags);
                    changed.addAll(tags);
                    return changed;
                });
    }

    /// DeleteTags, for one group.
    ///
    /// @param tags whose values do not matter
    public void delete(Origin origin, String group, List<GroupTag> tags) {
        autoScaling.tag(origin, "DeleteTags", group, tags, old -> without(old, tags));
    }

    /// DescribeTags.
    ///
    /// @return each as Auto Scaling returns it
    public List<Map<String, Object>> describe(Origin origin) {
        return autoScaling.describeTags(origin);
    }

    private static List<GroupTag> without(List<GroupTag> old, List<GroupTag> tags) {
        List<GroupTag> left = new ArrayList<>(old);
        left.removeIf(each -> tags.stream().anyMatch(tag -> tag.key().equals(each.key())));
        return left;
    }
}
