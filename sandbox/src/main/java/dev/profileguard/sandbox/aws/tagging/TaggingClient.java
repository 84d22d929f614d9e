package dev.profileguard.sandbox.aws.tagging;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.List;
import java.util.Map;

/// The tagging API as one caller sees it.
public record TaggingClient(TaggingApi api, Origin origin) {
    /// TagResources.
    ///
    /// @return the errors by the ARN of the resource
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterException` for an invalid request, which changes nothing
    public Map<String, String> tagResources(List<String> arns, Map<String, String> tags) {
        return api.tag(origin.next(), arns, tags);
    }

    /// UntagResources.
    ///
    /// @return the errors by the ARN of the resource
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterException` for an invalid request, which changes nothing
    public Map<String, String> untagResources(List<String> arns, List<String> keys) {
        return api.untag(origin.next(), arns, keys);
    }
}
