package dev.profileguard.sandbox.aws.error;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The errors of one AWS service, built as the SDK builds them from an HTTP response.
///
/// @param type the service's own exception
/// @param service as the SDK names the service, such as `Sqs`
/// @param builders makes a builder of that exception for each error
public record ServiceErrors<E extends AwsServiceException>(
        Class<E> type, String service, Supplier<? extends AwsServiceException.Builder> builders) {
    /// An error.
    ///
    /// @param status of HTTP
    /// @param code as the API spells it, such as `QueueDoesNotExist`
    public E of(int status, String code, @Nullable String message) {
        return type.cast(of(builders.get(), service, status, code, message));
    }

    /// An error of a service that has several exceptions.
    ///
    /// @param builder of the exception
    /// @param service as the SDK names it, such as `Iam`
    /// @param status of HTTP
    /// @param code as the API spells it, such as `NoSuchEntity`
    public static AwsServiceException of(
            AwsServiceException.Builder builder,
            String service,
            int status,
            String code,
            @Nullable String message) {
        AwsErrorDetails details =
                AwsErrorDetails.builder()
                        .serviceName(service)
                        .errorCode(code)
                        .errorMessage(message)
                        .build();
        return builder.message(message).statusCode(status).awsErrorDetails(details).build();
    }
}
