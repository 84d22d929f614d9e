package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance of a group.
///
/// @param configuration the launch configuration that it was started by; null: a template
/// @param template the same as ID, name and number of a version; null: a configuration
/// @param weight how many units of the group's capacity it has
/// @param ending whether the group terminates it, or found it terminated
/// @param shielded whether it is protected from scale in
public record Member(
        String instanceId,
        String type,
        String zone,
        @Nullable String configuration,
        @Nullable TemplateReference template,
        int weight,
        Instant launched,
        boolean ending,
        boolean shielded) {
    /// From its launch to its service.
    private static final Duration START = Duration.ofSeconds(2);

    Member thatEnds() {
        return new Member(
                instanceId, type, zone, configuration, template, weight, launched, true, shielded);
    }

    /// Whether it has been in service for this long.
    public boolean serves(Instant now, Duration warmup) {
        return !ending && !now.isBefore(launched.plus(START).plus(warmup));
    }

    /// As DescribeAutoScalingGroups returns it.
    Map<String, Object> json(Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("InstanceId", instanceId);
        json.put("InstanceType", type);
        json.put("AvailabilityZone", zone);
        json.put("LifecycleState", state(now));
        json.put("HealthStatus", ending ? "Unhealthy" : "Healthy");
        if (configuration != null) {
            json.put("LaunchConfigurationName", configuration);
        }
        if (template != null) {
            json.put("LaunchTemplate", template.recorded(true));
        }
        json.put("ProtectedFromScaleIn", shielded);
        return json;
    }

    /// As DescribeAutoScalingInstances returns it.
    Map<String, Object> json(Instant now, String group) {
        Map<String, Object> json = json(now);
        json.put("AutoScalingGroupName", group);
        json.computeIfPresent(
                "HealthStatus", (key, value) -> String.valueOf(value).toUpperCase(Locale.ROOT));
        return json;
    }

    private String state(Instant now) {
        if (ending) {
            return "Terminating";
        }
        return serves(now, Duration.ZERO) ? "InService" : "Pending";
    }
}
