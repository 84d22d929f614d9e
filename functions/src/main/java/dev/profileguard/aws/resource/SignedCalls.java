package dev.profileguard.aws.resource;

import dev.profileguard.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/// Sends signed requests. The signer and the HTTP client are those of the AWS SDK.
///
/// @param await waits before a call is repeated; its exception ends the call
public record SignedCalls(
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Consumer<Duration> await) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600));

    /// More than a page of a list, or a policy, has.
    private static final int MOST_BYTES = 1024 * 1024;

    /// A response.
    ///
    /// @param body at most 1 MiB of it
    record Response(SdkHttpResponse head, String body) {
        InputStream stream() {
            return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// The response to a request, whatever its status is.
    ///
    /// @param service as in signatures, such as `kms`
    /// @throws ResourceException if there is none
    Response send(String service, String region, SdkHttpRequest request, byte @Nullable [] body) {
        HttpExecuteRequest signed = signed(service, region, request, body);
        try {
            HttpExecuteResponse response = http.prepareRequest(signed).call();
            try (InputStream stream =
                    response.responseBody()
                            .<InputStream>map(each -> each)
                            .orElseGet(InputStream::nullInputStream)) {
                return new Response(
                        response.httpResponse(),
                        new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new ResourceException(
                    "NoResponse",
                    0,
                    "no response: " + VisibleText.excerpt(String.valueOf(e.getMessage())));
        }
    }

    /// S3 needs the hash of the body, which the signer adds, and a path that is encoded once.
    private HttpExecuteRequest signed(
            String service, String region, SdkHttpRequest request, byte @Nullable [] body) {
        AwsCredentialsIdentity identity =
                CompletableFutureUtils.joinLikeSync(credentials.resolveIdentity());
        ContentStreamProvider payload =
                body == null ? null : ContentStreamProvider.fromByteArray(body);
        SignedRequest signed =
                SIGNER.sign(sign -> {
                    sign.identity(identity)
                            .request(request)
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false);
                    if (payload != null) {
                        sign.payload(payload);
                    }
                });
        return HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(payload))
                .build();
    }

    /// The result of a call, which is repeated after temporary errors.
    ///
    /// @throws ResourceException if it fails, after repetitions
    <T> T repeated(Supplier<T> call) {
        for (Duration time : RETRIES) {
            try {
                return call.get();
            } catch (ResourceException e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                await.accept(time);
            }
        }
        return call.get();
    }
}
