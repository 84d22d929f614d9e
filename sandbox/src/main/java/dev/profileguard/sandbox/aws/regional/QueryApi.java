package dev.profileguard.sandbox.aws.regional;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A service's Query API with an endpoint in each region: forms in, XML out.
public interface QueryApi {
    /// The response to a form, in the region of the origin. Every error leads to an error response,
    /// never to an exception.
    ///
    /// @param form the parameters of body or URL, decoded
    default QueryResponse respond(Map<String, List<String>> form, Origin origin) {
        try {
            return result(form, origin);
        } catch (AwsServiceException refusal) {
            return refused(
                    refusal.statusCode(),
                    refusal.awsErrorDetails().errorCode(),
                    refusal.awsErrorDetails().errorMessage(),
                    origin.requestId());
        }
    }

    /// The response to a form that the service accepts.
    ///
    /// @throws AwsServiceException if the service refuses it
    QueryResponse result(Map<String, List<String>> form, Origin origin);

    /// The response to a request that the service refuses.
    ///
    /// @param status of HTTP
    /// @param code as the service spells it
    QueryResponse refused(int status, String code, String message, String requestId);
}
