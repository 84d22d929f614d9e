package dev.profileguard.sandbox.aws.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to RunInstances, as far as the sandbox uses it: it starts one instance.
///
/// @param profile null: without a profile
public record Launch(String imageId, String instanceType, @Nullable ProfileReference profile) {
    /// The request as CloudTrail records it.
    Map<String, Object> recorded() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("imageId", imageId);
        item.put("minCount", 1);
        item.put("maxCount", 1);
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("instancesSet", Map.of("items", List.of(item)));
        recorded.put("instanceType", instanceType);
        recorded.put("blockDeviceMapping", Map.of());
        recorded.put("monitoring", Map.of("enabled", false));
        recorded.put("disableApiTermination", false);
        if (profile != null) {
            recorded.put("iamInstanceProfile", profile.recorded("name", "arn"));
        }
        return recorded;
    }

    /// The response as EC2 returns it.
    Map<String, Object> response(Instance instance, String account, String requestId) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("instanceId", instance.id());
        item.put("imageId", imageId);
        item.put("instanceState", state());
        item.put("amiLaunchIndex", 0);
        item.put("instanceType", instanceType);
        item.put("launchTime", instance.launched().toEpochMilli());
        item.put("monitoring", Map.of("state", "disabled"));
        item.put("architecture", "x86_64");
        if (instance.association() != null) {
            item.put("iamInstanceProfile", instance.association().profileJson());
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("requestId", requestId);
        response.put("reservationId", "r-" + instance.id().substring(2));
        response.put("ownerId", account);
        response.put("groupSet", Map.of());
        response.put("instancesSet", Map.of("items", List.of(item)));
        return response;
    }

    private static Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("code", 0);
        state.put("name", "pending");
        return state;
    }
}
