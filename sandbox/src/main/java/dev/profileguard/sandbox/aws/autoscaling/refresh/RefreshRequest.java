package dev.profileguard.sandbox.aws.autoscaling.refresh;

import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.autoscaling.group.RecordedKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to StartInstanceRefresh.
///
/// @param desired what the group is to start its instances by; null: as it does
public record RefreshRequest(
        String group, @Nullable LaunchSource desired, Preferences preferences) {
    /// With AWS's preferences.
    public static RefreshRequest of(String group, LaunchSource desired) {
        return new RefreshRequest(group, desired, Preferences.USUAL);
    }

    RefreshRequest with(@Nullable LaunchSource checked) {
        return new RefreshRequest(group, checked, preferences);
    }

    /// The request as CloudTrail records it.
    public Map<String, Object> recorded() {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("autoScalingGroupName", group);
        recorded.put("strategy", "Rolling");
        if (desired != null) {
            recorded.put("desiredConfiguration", desired.recorded());
        }
        if (!preferences.given().isEmpty()) {
            recorded.put("preferences", RecordedKeys.of(preferences.given()));
        }
        return recorded;
    }
}
