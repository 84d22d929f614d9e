package dev.profileguard.sandbox.aws.ec2;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The instance profile of an instance.
///
/// @param id such as `iip-assoc-0123456789abcdef0`
public record Association(String id, String instanceId, InstanceProfile profile, Instant since) {
    /// The association as EC2 returns it.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("associationId", id);
        json.put("instanceId", instanceId);
        json.put("iamInstanceProfile", profileJson());
        json.put("state", "associating");
        json.put("timestamp", since.toString());
        return json;
    }

    /// Its profile as EC2 returns it.
    Map<String, Object> profileJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("arn", profile.arn());
        json.put("id", profile.instanceProfileId());
        return json;
    }
}
