package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An Auto Scaling group. It starts no instances. Immutable.
///
/// @param configuration the name of its launch configuration; null: it has a launch template
/// @param template with ID, name and version; null: it has a launch configuration
/// @param desired the number of instances that it should have
record Group(
        String name,
        String region,
        String id,
        Instant created,
        @Nullable String configuration,
        @Nullable TemplateReference template,
        int least,
        int most,
        int desired,
        List<String> zones,
        @Nullable String subnets) {
    private static final int COOLDOWN = 300;

    static Group made(
            GroupRequest request,
            String region,
            Instant time,
            @Nullable TemplateReference template) {
        int least = Objects.requireNonNullElse(request.least(), 0);
        return new Group(
                request.name(),
                region,
                UUID.randomUUID().toString(),
                time,
                request.configuration(),
                template,
                least,
                Objects.requireNonNullElse(request.most(), least),
                Objects.requireNonNullElse(request.desired(), least),
                request.zones().isEmpty() ? List.of(region + "a") : request.zones(),
                request.subnets());
    }

    /// The group with what an update says.
    ///
    /// @param other a launch template; null: the update names none
    Group updated(GroupRequest request, @Nullable TemplateReference other) {
        boolean replaced = other != null || request.configuration() != null;
        int smallest = Objects.requireNonNullElse(request.least(), least);
        return new Group(
                name,
                region,
                id,
                created,
                replaced ? request.configuration() : configuration,
                replaced ? other : template,
                smallest,
                Objects.requireNonNullElse(request.most(), most),
                Math.max(smallest, Objects.requireNonNullElse(request.desired(), desired)),
                request.zones().isEmpty() ? zones : request.zones(),
                request.subnets() == null ? subnets : request.subnets());
    }

    /// As Auto Scaling returns it.
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("AutoScalingGroupName", name);
        json.put(
                "AutoScalingGroupARN",
                "arn:aws:autoscaling:%s:%s:autoScalingGroup:%s:autoScalingGroupName/%s"
                        .formatted(region, Stack.ACCOUNT, id, name));
        if (configuration != null) {
            json.put("LaunchConfigurationName", configuration);
        }
        if (template != null) {
            json.put("LaunchTemplate", template.recorded(true));
        }
        json.put("MinSize", least);
        json.put("MaxSize", most);
        json.put("DesiredCapacity", desired);
        json.put("DefaultCooldown", COOLDOWN);
        json.put("AvailabilityZones", zones);
        json.put("HealthCheckType", "EC2");
        json.put("HealthCheckGracePeriod", 0);
        json.put("Instances", List.of());
        json.put("CreatedTime", created);
        if (subnets != null) {
            json.put("VPCZoneIdentifier", subnets);
        }
        return json;
    }
}
