package dev.profileguard.sandbox.aws.iam;

import java.util.Map;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.awscore.util.AwsHeader;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Adds to responses the metadata that the SDK sets on them.
final class ResponseMetadata {
    private ResponseMetadata() {}

    /// The same response with its request ID and HTTP status.
    static <A extends IamResponse> A with(A response, String requestId) {
        IamResponse.Builder builder = (IamResponse.Builder) response.toBuilder();
        builder.responseMetadata(
                DefaultAwsResponseMetadata.create(Map.of(AwsHeader.AWS_REQUEST_ID, requestId)));
        builder.sdkHttpResponse(SdkHttpResponse.builder().statusCode(200).build());
        @SuppressWarnings("unchecked") // the builder of a response builds the same type
        A built = (A) builder.build();
        return built;
    }
}
