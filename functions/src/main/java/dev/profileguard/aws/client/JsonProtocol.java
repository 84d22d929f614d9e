package dev.profileguard.aws.client;

import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.http.HttpResponseHandler;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.protocols.json.AwsJsonProtocol;
import software.amazon.awssdk.protocols.json.AwsJsonProtocolFactory;
import software.amazon.awssdk.protocols.json.JsonOperationMetadata;

/// JSON in the request and the response; a header names the operation.
///
/// See https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
///
/// @param target what is before the operation in the header `X-Amz-Target`
record JsonProtocol(AwsJsonProtocolFactory sdk, String target, ServiceErrors errors)
        implements Protocol {
    private static final JsonOperationMetadata JSON =
            JsonOperationMetadata.builder()
                    .hasStreamingSuccessResponse(false)
                    .isPayloadJson(true)
                    .build();

    static Protocol of(URI endpoint, String target, ServiceErrors errors) {
        AwsJsonProtocolFactory.Builder builder =
                AwsJsonProtocolFactory.builder()
                        .clientConfiguration(Protocol.configuration(endpoint))
                        .defaultServiceExceptionSupplier(errors::other)
                        .protocol(AwsJsonProtocol.AWS_JSON)
                        .protocolVersion("1.0");
        return new JsonProtocol(builder.build(), target, errors);
    }

    @Override
    public SdkHttpFullRequest marshal(String operation, SdkPojo request) {
        return sdk
                .createProtocolMarshaller(
                        Protocol.operation(target + "." + operation)
                                .hasImplicitPayloadMembers(true)
                                .build())
                .marshall(request)
                .toBuilder()
                .removeHeader("Content-Length")
                .build();
    }

    @Override
    public <T extends AwsResponse> HttpResponseHandler<T> result(Supplier<SdkPojo> empty) {
        return sdk.createResponseHandler(JSON, empty);
    }

    @Override
    public HttpResponseHandler<AwsServiceException> error() {
        return sdk.createErrorResponseHandler(JSON, errors::of);
    }
}
