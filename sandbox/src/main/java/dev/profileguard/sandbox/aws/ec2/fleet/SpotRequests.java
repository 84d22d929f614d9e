package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.Permission;
import dev.profileguard.sandbox.aws.ec2.RegionalCalls;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// RequestSpotInstances. There is always capacity, so that the instances start at once.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestSpotInstances.html
public record SpotRequests(Instances instances) {
    private static final String REQUEST = "RequestSpotInstances";

    /// RequestSpotInstances, one time each.
    ///
    /// @param count of instances
    /// @return EC2's response
    public Map<String, Object> request(
            Origin origin, TemplateData specification, int count, boolean dryRun) {
        RegionalCalls calls = instances.calls();
        return calls.call(
                origin,
                REQUEST,
                recorded(specification, count),
                () -> {
                    calls.require(
                            origin,
                            Permission.onResource(origin, REQUEST, "spot-instances-request/*"));
                    Launch launch = specification.launch(calls.service(), count, count, Map.of());
                    instances.launch(origin, launch, dryRun);
                    return response(specification, count, calls.service().clock().instant());
                },
                response -> response);
    }

    private static Map<String, Object> recorded(TemplateData specification, int count) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("instanceCount", count);
        recorded.put("type", "one-time");
        Map<String, Object> launch = specification.json();
        launch.put("monitoring", Map.of("enabled", false));
        launch.put("blockDeviceMapping", Map.of());
        recorded.put("launchSpecification", launch);
        return recorded;
    }

    private static Map<String, Object> response(
            TemplateData specification, int count, Instant now) {
        List<Map<String, Object>> items =
                Stream.generate(() -> item(specification, now)).limit(count).toList();
        return Map.of("spotInstanceRequestSet", Map.of("items", items));
    }

    private static Map<String, Object> item(TemplateData specification, Instant now) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("code", "pending-evaluation");
        status.put("updateTime", now.toEpochMilli());
        status.put("message", "Your Spot request has been submitted for review.");
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("spotInstanceRequestId", "sir-" + UUID.randomUUID().toString().substring(0, 8));
        item.put("type", "one-time");
        item.put("state", "open");
        item.put("status", status);
        item.put("launchSpecification", specification.json());
        item.put("createTime", now.toEpochMilli());
        item.put("productDescription", "Linux/UNIX");
        return item;
    }
}
