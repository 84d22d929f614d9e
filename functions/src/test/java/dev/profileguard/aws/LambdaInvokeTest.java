package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.FunctionCalls.Reply;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.SignedHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

class LambdaInvokeTest {
    @Test
    void callsTheAliasInTheFunctionsRegionAndSigns() {
        assertThat(reply(200, Map.of(), "{\"decision\": \"shown\"}"))
                .isEqualTo(new Reply.Answered(Map.of("decision", "shown")));
        assertThat(requests)
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.httpRequest().getUri())
                            .hasToString(
                                    "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/"
                                            + "stack-TagEnforcer%3Alive/invocations");
                    assertThat(request.httpRequest().firstMatchingHeader("Authorization"))
                            .hasValueSatisfying(value ->
                                    assertThat(value).contains("/us-east-1/lambda/aws4_request"));
                });
    }

    @Test
    void aFunctionThatThrowsFails() {
        assertThat(
                        reply(
                                200,
                                Map.of("X-Amz-Function-Error", "Unhandled"),
                                "{\"errorMessage\": \"TagMode is 'on'\"}"))
                .isEqualTo(new Reply.Failed("TagMode is 'on'"));
    }

    @ParameterizedTest
    @CsvSource({
        "409, SnapStartNotReadyException",
        "409, ResourceConflictException",
        "429, TooManyRequestsException",
        "502, ResourceNotReadyException",
        "500, ServiceException"
    })
    void aCallThatMaySucceedLaterIsNotReady(int status, String code) {
        assertThat(reply(status, Map.of("x-amzn-ErrorType", code + ":http://x"), MESSAGE))
                .isEqualTo(new Reply.NotReady(code + ": wait"));
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDeniedException", "404, ResourceNotFoundException"})
    void aCallThatLambdaRefusesFails(int status, String code) {
        assertThat(reply(status, Map.of("x-amzn-ErrorType", code), MESSAGE))
                .isEqualTo(new Reply.Failed(code + ": wait"));
    }

    @Test
    void aResponseThatIsNoJsonIsSaid() {
        assertThat(reply(503, Map.of(), "<html>"))
                .isEqualTo(new Reply.NotReady("status 503: no message"));
    }

    @Test
    void noResponseIsNotReady() {
        assertThat(reply(0, Map.of(), null)).isEqualTo(new Reply.NotReady("no response: reset"));
    }

    private static final String MESSAGE = "{\"Type\": \"User\", \"Message\": \"wait\"}";

    private final List<HttpExecuteRequest> requests = new ArrayList<>();

    /// @param body null: the connection is reset
    private Reply reply(int status, Map<String, String> headers, @Nullable String body) {
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(status);
        headers.forEach(head::putHeader);
        return new LambdaInvoke(
                        new SignedHttp(
                                new OneResponse(head.build(), body),
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("AKIASAMPLE", "secret"))),
                        URI.create("https://lambda.us-east-1.amazonaws.com"),
                        "us-east-1",
                        ParallelCalls.inTurn())
                .replies(List.of("stack-TagEnforcer:live"), "{}")
                .getFirst();
    }

    private final class OneResponse implements SdkHttpClient {
        private final SdkHttpResponse head;
        private final @Nullable String body;

        OneResponse(SdkHttpResponse head, @Nullable String body) {
            this.head = head;
            this.body = body;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            requests.add(request);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    String text = body;
                    if (text == null) {
                        throw new IOException("reset");
                    }
                    return HttpExecuteResponse.builder()
                            .response(head)
                            .responseBody(
                                    AbortableInputStream.create(
                                            new ByteArrayInputStream(
                                                    text.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
