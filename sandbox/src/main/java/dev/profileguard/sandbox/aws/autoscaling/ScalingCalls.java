package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.RecordedKeys;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import java.util.Map;
import java.util.function.Supplier;

/// Makes the calls to Auto Scaling: checks the permission, and records the call.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
record ScalingCalls(RegionalService calls) {
    /// A call that changes something.
    ///
    /// @param request as CloudTrail records it
    /// @param resource such as `autoScalingGroup:*:autoScalingGroupName/web`
    void write(
            Origin origin,
            String operation,
            Map<String, Object> request,
            String resource,
            Runnable work) {
        write(
                origin,
                operation,
                request,
                resource,
                () -> {
                    work.run();
                    return Map.of();
                });
    }

    /// A call that changes something.
    ///
    /// @param request as above
    /// @param resource as above
    /// @return the elements of the response
    Map<String, Object> write(
            Origin origin,
            String operation,
            Map<String, Object> request,
            String resource,
            Supplier<Map<String, Object>> work) {
        return calls.call(
                origin,
                operation,
                request,
                () -> {
                    String arn =
                            "arn:aws:autoscaling:%s:%s:%s"
                                    .formatted(origin.region(), origin.account(), resource);
                    calls.require(origin, new AccessRequest("autoscaling:" + operation, arn));
                    return work.get();
                },
                RecordedKeys::of);
    }

    /// A call that reads.
    <T> T read(Origin origin, String operation, Supplier<T> work) {
        return calls.call(
                origin,
                operation,
                Map.of(),
                () -> {
                    calls.require(origin, new AccessRequest("autoscaling:" + operation, "*"));
                    return work.get();
                },
                result -> Map.of());
    }

    static String configuration(String name) {
        return "launchConfiguration:*:launchConfigurationName/" + name;
    }

    static String group(String name) {
        return "autoScalingGroup:*:autoScalingGroupName/" + name;
    }
}
