package dev.profileguard.sandbox.aws.autoscaling.group;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that Auto Scaling did to the instances of a group, or failed to do.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Activity.html
///
/// @param failure why it failed; null: it succeeded
record Activity(
        String id,
        Group group,
        String description,
        String cause,
        Instant time,
        @Nullable String failure) {
    static Activity launched(Group group, String instanceId, Instant time) {
        return done(
                group,
                "Launching a new EC2 instance: " + instanceId,
                "At %s an instance was started in response to a difference between desired and actual capacity."
                        .formatted(time),
                time);
    }

    static Activity terminated(Group group, String instanceId, String cause, Instant time) {
        return done(group, "Terminating EC2 instance: " + instanceId, cause, time);
    }

    private static Activity done(Group group, String description, String cause, Instant time) {
        return new Activity(UUID.randomUUID().toString(), group, description, cause, time, null);
    }

    static Activity failed(Group group, String failure, Instant time) {
        return new Activity(
                UUID.randomUUID().toString(),
                group,
                "Launching a new EC2 instance.  Status Reason: " + failure,
                "At %s an instance was started in response to a difference between desired and actual capacity."
                        .formatted(time),
                time,
                failure);
    }

    /// As Auto Scaling returns it.
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ActivityId", id);
        json.put("AutoScalingGroupName", group.name());
        json.put("Description", description);
        json.put("Cause", cause);
        json.put("StartTime", time);
        json.put("EndTime", time);
        json.put("StatusCode", failure == null ? "Successful" : "Failed");
        if (failure != null) {
            json.put("StatusMessage", failure);
        }
        json.put("Progress", 100);
        json.put("Details", "{\"Availability Zone\":\"%s\"}".formatted(group.zones().getFirst()));
        json.put("AutoScalingGroupARN", group.arn());
        return json;
    }
}
