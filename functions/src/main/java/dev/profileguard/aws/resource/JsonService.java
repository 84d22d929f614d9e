package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.event.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// A service with JSON in its requests and responses, without the SDK's module for it: some modules
/// are a tenth of all that a function ships, for a few calls.
///
/// See https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
///
/// @param name as in signatures and endpoints, such as `ssm`
/// @param target what is before the operation in the header `X-Amz-Target`
/// @param environment the environment variables of the function, which may name another endpoint
public record JsonService(
        SignedCalls calls, String name, String target, Map<String, String> environment) {
    /// The result of an operation in the function's region, which is repeated after temporary
    /// errors.
    ///
    /// @throws AwsServiceException if it fails, as from the SDK's own clients
    public Map<String, Object> call(String operation, Map<String, Object> parameters) {
        return call(region(), operation, parameters);
    }

    /// The result of an operation in another region.
    ///
    /// @throws AwsServiceException if it fails, as from the SDK's own clients
    public Map<String, Object> call(
            String region, String operation, Map<String, Object> parameters) {
        URI endpoint = LiveCalls.endpoint(name, environment, region);
        byte[] body = Json.text(parameters).getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint)
                        .encodedPath("/")
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", target + "." + operation)
                        .build();
        try {
            return calls.repeated(attempt -> attempt.send(name, region, request, body).json11());
        } catch (ResourceException e) {
            throw failed(e.code(), e.status(), e.why(), e);
        }
    }

    /// The function's region.
    public String region() {
        return environment.getOrDefault("AWS_REGION", "");
    }

    /// What a response is that lacks something.
    ///
    /// @param what such as "a response without a parameter"
    public AwsServiceException unreadable(String what) {
        return failed("Unreadable", 200, what, null);
    }

    private AwsServiceException failed(
            String code, int status, String why, @Nullable Exception cause) {
        return AwsServiceException.builder()
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(name)
                                .errorCode(code)
                                .errorMessage(why)
                                .build())
                .message(why)
                .statusCode(status)
                .cause(cause)
                .build();
    }
}
