package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.Retries;
import dev.profileguard.aws.query.SignedHttp;
import dev.profileguard.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/// Sends signed requests, and repeats calls after temporary errors.
///
/// @param await waits before a call is repeated; its exception ends the call
public record SignedCalls(
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Consumer<Duration> await) {
    /// More than a page of a list, or a policy, has.
    private static final int MOST_BYTES = 1024 * 1024;

    /// A response.
    ///
    /// @param body at most 1 MiB of it
    public record Response(SdkHttpResponse head, String body) {
        /// The body.
        public InputStream stream() {
            return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// The response to a request, whatever its status is.
    ///
    /// @param service as in signatures, such as `kms`
    /// @throws ResourceException if there is none
    public Response send(
            String service, String region, SdkHttpRequest request, byte @Nullable [] body) {
        try {
            HttpExecuteResponse response =
                    new SignedHttp(http, credentials).send(service, region, request, body);
            try (InputStream stream = SignedHttp.body(response)) {
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

    /// The result of a call, which is repeated after temporary errors.
    ///
    /// @throws ResourceException if it fails, after repetitions
    public <T> T repeated(Supplier<T> call) {
        return new Retries(await).of(call);
    }
}
