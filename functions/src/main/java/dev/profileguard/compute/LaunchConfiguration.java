package dev.profileguard.compute;

import dev.profileguard.iam.ProfileName;
import java.util.Map;

/// A launch configuration that names the profile. It cannot be changed.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html
///
/// @param profile the name of the profile
public record LaunchConfiguration(String region, String name, String profile) {
    /// Whether it names this profile.
    public boolean names(ProfileName other) {
        return profile.equalsIgnoreCase(other.value());
    }

    /// As JSON values.
    public Map<String, Object> json() {
        return Map.of("region", region, "launchConfiguration", name);
    }
}
