package dev.profileguard.aws;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.resource.JsonService;
import dev.profileguard.aws.resource.SignedCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;

/// Reads Parameter Store by its API, without a client of the SDK: its module alone is a fifth of
/// all that a function ships. A value is kept for five minutes.
///
/// Not thread-safe.
///
/// See https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
public final class SsmParameters implements ParameterSource {
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final JsonService service;
    private final InstantSource clock;
    private final Map<String, Kept> values = new HashMap<>();

    private record Kept(String value, Instant until) {}

    private SsmParameters(JsonService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static SsmParameters live(SdkHttpClient http, Map<String, String> environment) {
        return of(http, FunctionCredentials.live(), environment, InstantSource.system());
    }

    /// With other credentials, and another clock for how long a value is kept.
    public static SsmParameters of(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment,
            InstantSource clock) {
        return new SsmParameters(
                new JsonService(
                        SignedCalls.waiting(http, credentials), "ssm", "AmazonSSM", environment),
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
        try {
            return value(service.call("GetParameter", Map.of("Name", name)));
        } catch (AwsServiceException e) {
            throw ParameterSource.named(name, e);
        }
    }

    private String value(Map<String, Object> response) {
        if (response.get("Parameter") instanceof Map<?, ?> parameter
                && parameter.get("Value") instanceof String value) {
            return value;
        }
        throw service.unreadable("a response without a parameter");
    }
}
