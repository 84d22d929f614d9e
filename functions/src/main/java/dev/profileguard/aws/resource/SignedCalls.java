package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.Retries;
import dev.profileguard.aws.query.SignedHttp;
import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
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
/// @param attempt the number of the attempt that its requests belong to, from 1
public record SignedCalls(
        SdkHttpClient http,
        IdentityProvider<? extends AwsCredentialsIdentity> credentials,
        Consumer<Duration> await,
        int attempt) {
    /// More than a page of CloudTrail's event history has: 50 records of at most 256 KB each. See
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int PATIENCE = 3;

    /// For first attempts.
    public SignedCalls(
            SdkHttpClient http,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials,
            Consumer<Duration> await) {
        this(http, credentials, await, 1);
    }

    /// Calls that wait as a thread does. One that is interrupted while it waits fails.
    public static SignedCalls waiting(
            SdkHttpClient http, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        return new SignedCalls(
                http,
                credentials,
                LiveCalls.sleep(
                        () -> new ResourceException("Interrupted", 400, LiveCalls.NO_ANSWER)));
    }

    /// As [#waiting], with the waits that a service needs which allows few calls a second.
    public static SignedCalls patient(
            SdkHttpClient http, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        SignedCalls calls = waiting(http, credentials);
        return new SignedCalls(
                http, credentials, time -> calls.await().accept(time.multipliedBy(PATIENCE)));
    }

    /// With the credentials of the function, and a time for one attempt at a call each.
    ///
    /// @param connect how long its connection may take
    /// @param read how long its response may take
    public static SignedCalls live(Duration connect, Duration read) {
        return waiting(LiveCalls.http(connect, read), FunctionCredentials.live());
    }

    /// A response.
    ///
    /// @param body at most 16 MiB of it
    public record Response(SdkHttpResponse head, String body) {
        /// The body.
        public InputStream stream() {
            return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        }

        /// The body as a JSON object, whatever the status is.
        ///
        /// @throws ResourceException if it is none
        public Map<String, Object> json() {
            try {
                return Json.read(stream(), MOST_BYTES);
            } catch (UnreadableEventException | IOException e) {
                int status = head.statusCode();
                throw new ResourceException(
                        "Unreadable", status, "HTTP %d without a JSON object".formatted(status));
            }
        }

        /// The result of a REST API with JSON, which names its error in a header, perhaps with an
        /// address after it.
        ///
        /// See https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
        ///
        /// @throws ResourceException if the response is an error, or no JSON object
        public Map<String, Object> restJson() {
            Map<String, Object> json = json();
            if (head.isSuccessful()) {
                return json;
            }
            String header =
                    head.firstMatchingHeader("x-amzn-ErrorType")
                            .orElse("HTTP " + head.statusCode());
            throw rejected(header.split(":", 2)[0], json);
        }

        /// The result of an API with JSON in its requests and responses, which names its error in
        /// the body, perhaps with a name space before it.
        ///
        /// See https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
        ///
        /// @throws ResourceException if the response is an error, or no JSON object
        public Map<String, Object> json11() {
            Map<String, Object> json = json();
            if (head.isSuccessful()) {
                return json;
            }
            String type = String.valueOf(json.getOrDefault("__type", "HTTP " + head.statusCode()));
            throw rejected(type.substring(type.lastIndexOf('#') + 1), json);
        }

        /// The error that the response is.
        ///
        /// @param code the service's name of the error
        /// @param json the body, whose message begins in lower or upper case
        public ResourceException rejected(String code, Map<String, Object> json) {
            Object message = json.getOrDefault("message", json.get("Message"));
            String shown = VisibleText.excerpt(code, 100);
            String why =
                    message instanceof String text ? VisibleText.excerpt(text, 300) : "no reason";
            return new ResourceException(shown, head.statusCode(), shown + ": " + why);
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
                    new SignedHttp(http, credentials)
                            .send(service, region, numbered(request), body);
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
    /// @param call sends its requests by what it is given, so that they say which attempt they are
    /// @throws ResourceException if it fails, after repetitions
    public <T> T repeated(Function<SignedCalls, T> call) {
        return new Retries(await)
                .numbered(number -> call.apply(new SignedCalls(http, credentials, await, number)));
    }

    /// So [dev.profileguard.aws.CallCount] knows repeated calls.
    private SdkHttpRequest numbered(SdkHttpRequest request) {
        return request.toBuilder().putHeader(Retries.ATTEMPT, Retries.attempt(attempt)).build();
    }
}
