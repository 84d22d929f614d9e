package dev.profileguard.sandbox.aws.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What RunInstances takes, as far as the sandbox looks at it: it starts one instance.
///
/// @param profile null: without one
public record Launch(String imageId, String instanceType, @Nullable ProfileReference profile) {
    /// As CloudTrail tells it.
    Map<String, Object> told() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("imageId", imageId);
        item.put("minCount", 1);
        item.put("maxCount", 1);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("instancesSet", Map.of("items", List.of(item)));
        told.put("instanceType", instanceType);
        told.put("blockDeviceMapping", Map.of());
        told.put("monitoring", Map.of("enabled", false));
        told.put("disableApiTermination", false);
        if (profile != null) {
            told.put("iamInstanceProfile", profile.told("name", "arn"));
        }
        return told;
    }

    /// The answer as EC2 writes it.
    Map<String, Object> answer(Instance instance, String account, String requestId) {
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
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("requestId", requestId);
        answer.put("reservationId", "r-" + instance.id().substring(2));
        answer.put("ownerId", account);
        answer.put("groupSet", Map.of());
        answer.put("instancesSet", Map.of("items", List.of(item)));
        return answer;
    }

    private static Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("code", 0);
        state.put("name", "pending");
        return state;
    }
}
