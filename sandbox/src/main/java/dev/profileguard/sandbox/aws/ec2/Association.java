package dev.profileguard.sandbox.aws.ec2;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The instance profile of an instance. It keeps the profile's ARN and ID: a profile that is made
/// again under the same name is another one.
///
/// @param id such as `iip-assoc-0123456789abcdef0`
/// @param number counts the account's associations, in the order in which they began
/// @param profile as it was when it was associated
/// @param ended when it was replaced or disassociated; null: it is the instance's association
public record Association(
        String id,
        long number,
        String instanceId,
        InstanceProfile profile,
        Instant since,
        @Nullable Instant ended) {
    /// An association that begins.
    static Association started(
            long number, String instanceId, InstanceProfile profile, Instant since) {
        String id = InstanceTable.id("iip-assoc-");
        return new Association(id, number, instanceId, profile, since, null);
    }

    Association endedAt(Instant time) {
        return new Association(id, number, instanceId, profile, since, time);
    }

    Association thatGoesOn() {
        return new Association(id, number, instanceId, profile, since, null);
    }

    /// Whether EC2 still lists it.
    ///
    /// @param transition how long a change takes
    boolean isListed(Instant now, Duration transition) {
        return ended == null || now.isBefore(ended.plus(transition));
    }

    /// Its state, as EC2 writes it.
    ///
    /// @param transition how long a change takes
    String state(Instant now, Duration transition) {
        if (ended != null) {
            return now.isBefore(ended.plus(transition)) ? "disassociating" : "disassociated";
        }
        return now.isBefore(since.plus(transition)) ? "associating" : "associated";
    }

    /// The association as EC2 returns it, without a timestamp.
    ///
    /// @param state such as `associating`
    public Map<String, Object> json(String state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("associationId", id);
        json.put("instanceId", instanceId);
        json.put("iamInstanceProfile", profileJson());
        json.put("state", state);
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
