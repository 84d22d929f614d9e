package dev.profileguard.aws;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.resource.ResourceException;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.event.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Reads Parameter Store by its API, without a client of the SDK: its module alone is a fifth of
/// all that a function ships. A value is kept for five minutes.
///
/// Not thread-safe.
///
/// See https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
public final class SsmParameters implements ParameterSource {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final String SERVICE = "ssm";

    private final SignedCalls calls;
    private final URI endpoint;
    private final String region;
    private final InstantSource clock;
    private final Map<String, Kept> values = new HashMap<>();

    private record Kept(String value, Instant until) {}

    private SsmParameters(SignedCalls calls, URI endpoint, String region, InstantSource clock) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.region = region;
        this.clock = clock;
    }

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static SsmParameters live(SdkHttpClient http, Map<String, String> environment) {
        return of(
                http,
                DefaultCredentialsProvider.builder().build(),
                environment,
                InstantSource.system());
    }

    /// With other credentials, and another clock for how long a value is kept.
    public static SsmParameters of(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment,
            InstantSource clock) {
        String region = environment.getOrDefault("AWS_REGION", "");
        return new SsmParameters(
                SignedCalls.waiting(http, credentials),
                LiveCalls.endpoint(SERVICE, environment, region),
                region,
                clock);
    }

    @Override
    public String get(String name) {
        Instant now = clock.instant();
        Kept kept = values.get(name);
        if (kept == null || !now.isBefore(kept.until())) {
            kept = new Kept(read(name), now.plus(KEPT));
            values.put(name, kept);
        }
        return kept.value();
    }

    private String read(String name) {
        byte[] body = Json.text(Map.of("Name", name)).getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint)
                        .encodedPath("/")
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "AmazonSSM.GetParameter")
                        .build();
        try {
            return value(calls.repeated(() -> calls.send(SERVICE, region, request, body).json11()));
        } catch (ResourceException e) {
            throw ParameterSource.named(name, asOfTheSdk(e));
        }
    }

    private static String value(Map<String, Object> response) {
        if (response.get("Parameter") instanceof Map<?, ?> parameter
                && parameter.get("Value") instanceof String value) {
            return value;
        }
        throw new ResourceException("Unreadable", 200, "a response without a parameter");
    }

    /// What callers handle: the exception of the SDK's own clients.
    private static AwsServiceException asOfTheSdk(ResourceException e) {
        return AwsServiceException.builder()
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("Ssm")
                                .errorCode(e.code())
                                .errorMessage(e.why())
                                .build())
                .message(e.why())
                .statusCode(e.status())
                .cause(e)
                .build();
    }
}
