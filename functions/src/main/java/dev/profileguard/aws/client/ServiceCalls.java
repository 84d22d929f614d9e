package dev.profileguard.aws.client;

import dev.profileguard.aws.query.Retries;
import dev.profileguard.aws.query.SignedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.http.HttpResponseHandler;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Calls a service.
///
/// @param name of the service in messages
/// @param signing of the service in signatures
/// @param region of the signature
record ServiceCalls(
        String name,
        String signing,
        String region,
        Protocol protocol,
        Sender sender,
        Attempts attempts) {
    /// What is particular to a service.
    ///
    /// @param name in messages, such as `Iam`
    /// @param signing in signatures and environment variables, such as `iam`
    /// @param rules for its endpoints
    /// @param protocol of the service at an endpoint
    /// @param retries how its calls are repeated
    record Service(
            String name,
            String signing,
            Function<ServiceEndpoint.Question, CompletableFuture<Endpoint>> rules,
            Function<URI, Protocol> protocol,
            Function<RetryMode, RetryStrategy> retries) {}

    /// @param environment the environment variables of the function
    static ServiceCalls of(Service service, Sender sender, Map<String, String> environment) {
        ServiceEndpoint endpoint =
                ServiceEndpoint.of(service.signing(), environment, service.rules());
        return new ServiceCalls(
                service.name(),
                service.signing(),
                endpoint.region(),
                service.protocol().apply(endpoint.uri()),
                sender,
                Attempts.of(service.signing(), environment, service.retries()));
    }

    /// The result of an operation, which is repeated after temporary errors.
    ///
    /// @param operation such as `GetRole`
    /// @param empty makes a builder of the response
    /// @throws software.amazon.awssdk.core.exception.SdkException as from the SDK's clients
    <T extends AwsResponse> T call(
            String operation, AwsRequest request, Supplier<? extends SdkBuilder<?, T>> empty) {
        SdkHttpFullRequest marshalled = protocol.marshal(operation, request);
        HttpResponseHandler<T> result = protocol.result(() -> (SdkPojo) empty.get());
        return attempts.of(attempt -> send(marshalled, attempt, result));
    }

    private <T extends AwsResponse> T send(
            SdkHttpFullRequest request, int attempt, HttpResponseHandler<T> result) {
        SdkHttpFullRequest numbered =
                request.toBuilder().putHeader(Retries.ATTEMPT, Retries.attempt(attempt)).build();
        try {
            HttpExecuteResponse response = sender.send(signing, region, numbered);
            try (InputStream body = SignedHttp.body(response)) {
                return read(full(response, body), result);
            }
        } catch (IOException e) {
            throw SdkClientException.create("No response from " + name + ": " + e.getMessage(), e);
        }
    }

    private static SdkHttpFullResponse full(HttpExecuteResponse response, InputStream body) {
        return SdkHttpFullResponse.builder()
                .statusCode(response.httpResponse().statusCode())
                .headers(response.httpResponse().headers())
                .content(AbortableInputStream.create(body))
                .build();
    }

    private <T extends AwsResponse> T read(
            SdkHttpFullResponse response, HttpResponseHandler<T> result) throws IOException {
        try {
            if (response.isSuccessful()) {
                return result.handle(response, new ExecutionAttributes());
            }
            throw protocol.error()
                    .handle(
                            response,
                            ExecutionAttributes.builder()
                                    .put(SdkExecutionAttribute.SERVICE_NAME, name)
                                    .build());
        } catch (SdkException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw SdkClientException.create(
                    "Unreadable response from " + name + ": " + e.getMessage(), e);
        }
    }
}
