package dev.profileguard.sandbox.fault;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Errors of services other than IAM, as the SDK would make them of what comes over the wire.
public final class ServiceError {
    private ServiceError() {}

    /// An error.
    ///
    /// @param builder of the service's exception, which it is an instance of
    /// @param service as the SDK names it, such as `Sqs`
    /// @param status of HTTP
    /// @param code as the API spells it, such as `QueueDoesNotExist`
    public static AwsServiceException of(
            AwsServiceException.Builder builder,
            String service,
            int status,
            String code,
            @Nullable String message) {
        return builder.message(message)
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(service)
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .build();
    }
}
