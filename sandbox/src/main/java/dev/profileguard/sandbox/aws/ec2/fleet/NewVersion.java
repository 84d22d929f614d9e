package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The version of a launch template that a request creates.
///
/// @param description VersionDescription; null: none
/// @param token ClientToken: a second request with the same token changes nothing; null: none
public record NewVersion(TemplateData data, @Nullable String description, @Nullable String token) {
    /// A version without description.
    public static NewVersion of(TemplateData data) {
        return new NewVersion(data, null, null);
    }

    /// Adds the version to a request as CloudTrail records it.
    Map<String, Object> recordedIn(Map<String, Object> request) {
        Map<String, Object> recorded = new LinkedHashMap<>(request);
        if (description != null) {
            recorded.put("VersionDescription", description);
        }
        if (token != null) {
            recorded.put("ClientToken", token);
        }
        recorded.put("LaunchTemplateData", data.recorded());
        return recorded;
    }
}
