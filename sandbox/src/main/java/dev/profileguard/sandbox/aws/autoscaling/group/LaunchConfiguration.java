package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A launch configuration.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchConfiguration.html
///
/// @param profile an instance profile, by name or ARN as the request names it; null: none
public record LaunchConfiguration(
        String name, String imageId, String instanceType, @Nullable String profile) {
    /// A configuration of small instances.
    ///
    /// @param profile as above
    public static LaunchConfiguration of(String name, @Nullable String profile) {
        return new LaunchConfiguration(name, "ami-0abcdef1234567890", "t3.micro", profile);
    }

    /// The request as CloudTrail records it.
    public Map<String, Object> recorded() {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("launchConfigurationName", name);
        recorded.put("imageId", imageId);
        recorded.put("instanceType", instanceType);
        recorded.put("ebsOptimized", false);
        recorded.put("instanceMonitoring", Map.of("enabled", true));
        if (profile != null) {
            recorded.put("iamInstanceProfile", profile);
        }
        return recorded;
    }

    /// The launch of instances.
    Launch launch(int count, Map<String, String> tags) {
        ProfileReference used =
                profile == null
                        ? null
                        : profile.startsWith("arn:")
                                ? ProfileReference.at(profile)
                                : ProfileReference.named(profile);
        return new Launch(imageId, instanceType, count, count, used, tags, null);
    }

    /// A configuration that exists.
    record Entry(
            LaunchConfiguration configuration,
            String account,
            String region,
            String id,
            Instant created) {
        static Entry made(LaunchConfiguration configuration, Origin origin, Instant time) {
            return new Entry(
                    configuration,
                    origin.account(),
                    origin.region(),
                    UUID.randomUUID().toString(),
                    time);
        }

        String name() {
            return configuration.name();
        }

        /// As Auto Scaling returns it.
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("LaunchConfigurationName", name());
            json.put(
                    "LaunchConfigurationARN",
                    "arn:aws:autoscaling:%s:%s:launchConfiguration:%s:launchConfigurationName/%s"
                            .formatted(region, account, id, name()));
            json.put("ImageId", configuration.imageId());
            json.put("InstanceType", configuration.instanceType());
            if (configuration.profile() != null) {
                json.put("IamInstanceProfile", configuration.profile());
            }
            json.put("CreatedTime", created);
            json.put("EbsOptimized", false);
            return json;
        }
    }
}
