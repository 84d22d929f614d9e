package dev.profileguard.sandbox.aws.tagging;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.List;
import java.util.Map;

/// The tagging API as one caller sees it.
public record TaggingClient(TaggingApi api, Origin origin) {
    /// TagResources.
    ///
    /// @return why what failed did, by ARN
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterException` when nothing was done
    public Map<String, String> tagResources(List<String> arns, Map<String, String> tags) {
        return api.tag(origin.again(), arns, tags);
    }

    /// UntagResources.
    ///
    /// @return why what failed did, by ARN
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterException` when nothing was done
    public Map<String, String> untagResources(List<String> arns, List<String> keys) {
        return api.untag(origin.again(), arns, keys);
    }
}
