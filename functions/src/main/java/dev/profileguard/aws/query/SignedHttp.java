package dev.profileguard.aws.query;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/// Signs and sends requests. The signer and the HTTP client are those of the AWS SDK.
public record SignedHttp(
        SdkHttpClient http, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final String USER_AGENT = "profile-guard";

    /// The response to a request, whatever its status is.
    ///
    /// @param service as in signatures, such as `ec2`
    /// @param body not changed afterwards; null: the request has none
    /// @throws IOException if there is no response
    public HttpExecuteResponse send(
            String service, String region, SdkHttpRequest request, byte @Nullable [] body)
            throws IOException {
        return sendSigned(
                service,
                region,
                request,
                body == null ? null : ContentStreamProvider.fromByteArrayUnsafe(body));
    }

    /// The same for a request that has its body.
    public HttpExecuteResponse send(String service, String region, SdkHttpFullRequest request)
            throws IOException {
        return sendSigned(service, region, request, request.contentStreamProvider().orElse(null));
    }

    private HttpExecuteResponse sendSigned(
            String service,
            String region,
            SdkHttpRequest request,
            @Nullable ContentStreamProvider payload)
            throws IOException {
        return http.prepareRequest(signed(service, region, request, payload)).call();
    }

    /// So CloudTrail's records show what called.
    private static SdkHttpRequest named(SdkHttpRequest request) {
        return request.toBuilder().putHeader("User-Agent", USER_AGENT).build();
    }

    /// S3 alone takes a path that is URL-encoded only once. It requires the hash of the body in
    /// `x-amz-content-sha256`, which the signer adds.
    ///
    /// See
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    private HttpExecuteRequest signed(
            String service,
            String region,
            SdkHttpRequest request,
            @Nullable ContentStreamProvider payload) {
        AwsCredentialsIdentity identity =
                CompletableFutureUtils.joinLikeSync(credentials.resolveIdentity());
        SignedRequest signed =
                SIGNER.sign(sign -> {
                    sign.identity(identity)
                            .request(named(request))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region);
                    if (service.equals("s3")) {
                        sign.putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false);
                    }
                    if (payload != null) {
                        sign.payload(payload);
                    }
                });
        return HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(payload))
                .build();
    }

    /// The body of a response; empty: it has none.
    public static InputStream body(HttpExecuteResponse response) {
        return response.responseBody()
                .<InputStream>map(each -> each)
                .orElseGet(InputStream::nullInputStream);
    }
}
