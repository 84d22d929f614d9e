package dev.profileguard.aws.client;

import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ClientEndpointProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.http.HttpResponseHandler;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.protocols.core.OperationInfo;

/// How a service writes its requests and responses.
interface Protocol {
    /// The request of an operation, not signed. Its body has no length in the headers: with one,
    /// the HTTP client sends headers and body apart.
    ///
    /// @param operation such as `GetRole`
    SdkHttpFullRequest marshal(String operation, SdkPojo request);

    /// What reads a successful response.
    ///
    /// @param empty makes a builder of the response
    <T extends AwsResponse> HttpResponseHandler<T> result(Supplier<SdkPojo> empty);

    /// What reads an error.
    HttpResponseHandler<AwsServiceException> error();

    /// What all operations of these protocols have in common.
    ///
    /// @param identifier as the protocol writes it
    static OperationInfo.Builder operation(String identifier) {
        return OperationInfo.builder()
                .requestUri("/")
                .httpMethod(SdkHttpMethod.POST)
                .hasExplicitPayloadMember(false)
                .hasPayloadMembers(true)
                .operationIdentifier(identifier);
    }

    /// All that the SDK's protocols take from the configuration of a client.
    static SdkClientConfiguration configuration(URI endpoint) {
        return SdkClientConfiguration.builder()
                .option(
                        SdkClientOption.CLIENT_ENDPOINT_PROVIDER,
                        ClientEndpointProvider.forEndpointOverride(endpoint))
                .build();
    }
}
