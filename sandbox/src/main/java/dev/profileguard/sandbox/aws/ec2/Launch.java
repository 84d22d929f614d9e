package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to RunInstances, as far as the sandbox uses it.
///
/// @param least MinCount: with less capacity, EC2 starts none
/// @param most MaxCount
/// @param profile null: without a profile
/// @param tags of the instances
/// @param clientToken a second request with the same token starts nothing; null: none
public record Launch(
        String imageId,
        String instanceType,
        int least,
        int most,
        @Nullable ProfileReference profile,
        Map<String, String> tags,
        @Nullable String clientToken) {

    /// A launch of one instance.
    public Launch(String imageId, String instanceType, @Nullable ProfileReference profile) {
        this(imageId, instanceType, 1, 1, profile, Map.of(), null);
    }

    /// Throws EC2's error for impossible counts.
    void check(RecordedService service) {
        if (least < 1) {
            throw service.refusal(
                    "InvalidParameterValue", "Minimum instance count must be greater than zero");
        }
        if (most < 1) {
            throw service.refusal(
                    "InvalidParameterValue", "Maximum instance count must be greater than zero");
        }
        if (least > most) {
            throw service.refusal(
                    "InvalidParameterValue",
                    "Maximum instance count must not be smaller than minimum instance count");
        }
    }

    /// The request as CloudTrail records it.
    public Map<String, Object> recorded() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("imageId", imageId);
        item.put("minCount", least);
        item.put("maxCount", most);
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("instancesSet", Map.of("items", List.of(item)));
        recorded.put("instanceType", instanceType);
        recorded.put("blockDeviceMapping", Map.of());
        recorded.put("monitoring", Map.of("enabled", false));
        recorded.put("disableApiTermination", false);
        recorded.put("disableApiStop", false);
        if (clientToken != null) {
            recorded.put("clientToken", clientToken);
        }
        if (profile != null) {
            recorded.put("iamInstanceProfile", profile.recorded("name", "arn"));
        }
        if (!tags.isEmpty()) {
            Map<String, Object> specification = new LinkedHashMap<>();
            specification.put("resourceType", "instance");
            specification.put("tags", tagItems());
            recorded.put("tagSpecificationSet", Map.of("items", List.of(specification)));
        }
        return recorded;
    }

    /// The tags as EC2 lists them.
    List<Map<String, Object>> tagItems() {
        return tags.entrySet().stream()
                .map(tag -> {
                    Map<String, Object> item = new LinkedHashMap<>();
                    item.put("key", tag.getKey());
                    item.put("value", tag.getValue());
                    return item;
                })
                .toList();
    }
}
