package dev.profileguard.aws.client;

import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.http.HttpResponseHandler;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.protocols.query.AwsQueryProtocolFactory;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// A form in the request, and XML in the response.
///
/// See https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
///
/// @param version of the API, such as `2010-05-08`
record QueryProtocol(AwsQueryProtocolFactory sdk, String version) implements Protocol {
    /// The SDK's builder has no type for itself.
    @SuppressWarnings("unchecked")
    static Protocol of(URI endpoint, String version, ServiceErrors errors) {
        AwsQueryProtocolFactory.Builder<?> builder =
                AwsQueryProtocolFactory.builder()
                        .clientConfiguration(Protocol.configuration(endpoint))
                        .defaultServiceExceptionSupplier(errors::other);
        errors.codes().stream().map(errors::metadata).forEach(builder::registerModeledException);
        return new QueryProtocol(builder.build(), version);
    }

    /// The SDK's protocol writes the parameters as a query, which another part of its clients makes
    /// a form.
    @Override
    public SdkHttpFullRequest marshal(String operation, SdkPojo request) {
        SdkHttpFullRequest query =
                sdk.createProtocolMarshaller(
                                Protocol.operation(operation).apiVersion(version).build())
                        .marshall(request);
        String form = SdkHttpUtils.encodeAndFlattenFormData(query.rawQueryParameters()).orElse("");
        return query.toBuilder()
                .clearQueryParameters()
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .contentStreamProvider(ContentStreamProvider.fromUtf8String(form))
                .build();
    }

    @Override
    public <T extends AwsResponse> HttpResponseHandler<T> result(Supplier<SdkPojo> empty) {
        return sdk.createResponseHandler(empty);
    }

    @Override
    public HttpResponseHandler<AwsServiceException> error() {
        return sdk.createErrorResponseHandler();
    }
}
