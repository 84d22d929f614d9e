package dev.profileguard.aws;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.SignedHttp;
import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Calls functions by Lambda's Invoke.
///
/// See https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
///
/// @param endpoint Lambda's in the region of the functions
/// @param together how the calls are made
public record LambdaInvoke(SignedHttp http, URI endpoint, String region, ParallelCalls together)
        implements FunctionCalls {
    private static final String SERVICE = "lambda";

    /// More than an answer of the functions has.
    private static final int MOST_BYTES = 256 * 1024;

    /// Restoring a snapshot may take ten seconds.
    private static final Duration READ = Duration.ofSeconds(25);

    private static final Duration ALL = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 8;

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    static LambdaInvoke live(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", "");
        return new LambdaInvoke(
                new SignedHttp(LiveCalls.http(CONNECT, READ), FunctionCredentials.live()),
                LiveCalls.endpoint(SERVICE, environment, region),
                region,
                ParallelCalls.atOnce(MOST_AT_ONCE, ALL));
    }

    @Override
    public List<Reply> replies(List<String> functions, String payload) {
        return together.ask(functions, function -> reply(function, payload)).stream()
                .map(answer ->
                        switch (answer) {
                            case ParallelCalls.Answer.Found<Reply>(Reply reply) -> reply;
                            case ParallelCalls.Answer.Failed<Reply>(String why) ->
                                    new Reply.NotReady(why);
                        })
                .toList();
    }

    private Reply reply(String function, String payload) {
        try {
            HttpExecuteResponse response =
                    http.send(
                            SERVICE,
                            region,
                            request(function),
                            payload.getBytes(StandardCharsets.UTF_8));
            try (InputStream body = SignedHttp.body(response)) {
                return reply(response.httpResponse(), body.readNBytes(MOST_BYTES));
            }
        } catch (IOException e) {
            return new Reply.NotReady(
                    "no response: " + VisibleText.excerpt(String.valueOf(e.getMessage())));
        }
    }

    private SdkHttpRequest request(String function) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath(
                        "/2015-03-31/functions/%s/invocations"
                                .formatted(URLEncoder.encode(function, StandardCharsets.UTF_8)))
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Amz-Invocation-Type", "RequestResponse")
                .build();
    }

    private static Reply reply(SdkHttpResponse head, byte[] body) {
        Map<String, Object> json;
        try {
            json = Json.read(new ByteArrayInputStream(body));
        } catch (IOException | UnreadableEventException e) {
            json = Map.of();
        }
        if (!head.isSuccessful()) {
            String why = refusal(head, json);
            return isTemporary(head.statusCode()) ? new Reply.NotReady(why) : new Reply.Failed(why);
        }
        return head.firstMatchingHeader("X-Amz-Function-Error").isPresent()
                ? new Reply.Failed(text(json, "errorMessage", "it failed without a message"))
                : new Reply.Answered(json);
    }

    /// A version that was not invoked for 14 days, or whose snapshot Lambda renews, answers with
    /// SnapStartNotReadyException (409). A throttled call is answered with 429.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-troubleshooting.html
    private static boolean isTemporary(int status) {
        return status == 408 || status == 409 || status == 429 || status >= 500;
    }

    private static String refusal(SdkHttpResponse head, Map<String, Object> json) {
        String code =
                head.firstMatchingHeader("x-amzn-ErrorType")
                        .map(type -> type.replaceFirst(":.*", ""))
                        .orElse("status " + head.statusCode());
        return "%s: %s"
                .formatted(
                        VisibleText.excerpt(code),
                        text(json, "Message", text(json, "message", "no message")));
    }

    private static String text(Map<String, Object> json, String key, String otherwise) {
        return json.get(key) instanceof String text ? VisibleText.message(text) : otherwise;
    }
}
