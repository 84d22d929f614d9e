package dev.profileguard.aws.lambda;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.resource.ResourceException;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Reads configurations by Lambda's REST API of version 2015-03-31.
///
/// See https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
///
/// @param region the function's own
public record LambdaRest(SignedCalls calls, URI endpoint, String region)
        implements FunctionConfigurations {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(4);
    private static final String LATEST = "$LATEST";

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static LambdaRest live(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", "");
        return new LambdaRest(
                new SignedCalls(
                        LiveCalls.http(CONNECT, READ),
                        DefaultCredentialsProvider.builder().build(),
                        LiveCalls.sleep(() ->
                                new ResourceException("Interrupted", 400, LiveCalls.NO_ANSWER))),
                LiveCalls.endpoint("lambda", environment, region),
                region);
    }

    @Override
    public Comparison of(String function) {
        return Comparison.of(configuration(function, LATEST), configuration(function, ALIAS));
    }

    private Map<String, Object> configuration(String function, String qualifier) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(endpoint)
                        .encodedPath(
                                "/2015-03-31/functions/%s/configuration"
                                        .formatted(SdkHttpUtils.urlEncode(function)))
                        .putRawQueryParameter("Qualifier", qualifier)
                        .build();
        return calls.repeated(() -> result(calls.send("lambda", region, request, null)));
    }

    private static Map<String, Object> result(SignedCalls.Response response) {
        int status = response.head().statusCode();
        Map<String, Object> json;
        try {
            json = Json.read(response.stream());
        } catch (UnreadableEventException | IOException e) {
            throw new ResourceException(
                    "Unreadable", status, "HTTP %d without a JSON object".formatted(status));
        }
        if (response.head().isSuccessful()) {
            return json;
        }
        throw rejected(response, json);
    }

    /// The code is in a header, perhaps with an address after it.
    private static ResourceException rejected(
            SignedCalls.Response response, Map<String, Object> json) {
        int status = response.head().statusCode();
        String header =
                response.head().firstMatchingHeader("x-amzn-ErrorType").orElse("HTTP " + status);
        String code = VisibleText.excerpt(header.split(":", 2)[0], 100);
        Object message = json.getOrDefault("message", json.get("Message"));
        return new ResourceException(
                code,
                status,
                "%s: %s"
                        .formatted(
                                code,
                                message instanceof String text
                                        ? VisibleText.excerpt(text, 300)
                                        : "no reason"));
    }
}
