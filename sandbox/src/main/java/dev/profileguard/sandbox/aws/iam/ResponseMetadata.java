package dev.profileguard.sandbox.aws.iam;

import java.util.Map;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.awscore.util.AwsHeader;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Gives answers what a client finds on them besides their elements.
final class ResponseMetadata {
    private ResponseMetadata() {}

    /// The same answer with its request ID and HTTP status.
    static <A extends IamResponse> A with(A answer, String requestId) {
        IamResponse.Builder builder = (IamResponse.Builder) answer.toBuilder();
        builder.responseMetadata(
                DefaultAwsResponseMetadata.create(Map.of(AwsHeader.AWS_REQUEST_ID, requestId)));
        builder.sdkHttpResponse(SdkHttpResponse.builder().statusCode(200).build());
        @SuppressWarnings("unchecked") // the builder of an answer builds such an answer
        A built = (A) builder.build();
        return built;
    }
}
