package dev.profileguard.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.query.PlayedHttp;
import dev.profileguard.aws.query.QueryApi;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryService;
import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

class StsMessagesTest {
    @Test
    void decodesAMessageByOneSignedCall() {
        responses.add(new Response(200, decoded("{&quot;explicitDeny&quot;:true}")));

        assertThat(messages.decode("AbC-_1"))
                .isEqualTo(
                        new Decoding.Known(
                                new DecodedMessage(
                                        true, List.of(), "", "", "", "{\"explicitDeny\":true}")));
        assertThat(requests)
                .containsExactly(
                        "https://sts.us-east-1.amazonaws.com/"
                            + " Action=DecodeAuthorizationMessage&EncodedMessage=AbC-_1&Version=2011-06-15");
        assertThat(signatures).allMatch(each -> each.contains("/us-east-1/sts/aws4_request"));
        assertThat(waits).isEmpty();
    }

    @Test
    void saysWhyStsDoesNotAcceptAMessage() {
        responses.add(
                new Response(
                        400,
                        error("InvalidAuthorizationMessageException", "Message is not valid")));

        assertThat(messages.decode("AbC"))
                .isEqualTo(
                        new Decoding.Failed(
                                "STS does not accept the message"
                                    + " (InvalidAuthorizationMessageException: Message is not"
                                    + " valid): it is cut, it has expired, or it belongs to another"
                                    + " account"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void saysThatThePermissionIsMissing() {
        responses.add(new Response(403, error("AccessDenied", "User: f is not authorized")));

        assertThat(messages.decode("AbC"))
                .isEqualTo(new Decoding.Failed("STS: AccessDenied: User: f is not authorized"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void repeatsAThrottledCallTwice() {
        for (int i = 0; i < 3; i++) {
            responses.add(new Response(400, error("Throttling", "Rate exceeded")));
        }

        assertThat(messages.decode("AbC"))
                .isEqualTo(new Decoding.Failed("STS: Throttling: Rate exceeded"));
        assertThat(requests).hasSize(3);
        assertThat(waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(600));
    }

    @Test
    void goesOnAfterACallWithoutResponse() {
        responses.add(new Response(0, "timeout"));
        responses.add(new Response(200, decoded("{&quot;explicitDeny&quot;:false}")));

        assertThat(messages.decode("AbC")).isInstanceOf(Decoding.Known.class);
    }

    @Test
    void takesAnOddResponseForAFailure() {
        for (String body :
                List.of("", "no xml", "<a/>", decoded(""), decoded("[]"), decoded("nonsense"))) {
            responses.clear();
            responses.addAll(Collections.nCopies(3, new Response(200, body)));

            assertThat(messages.decode("AbC")).as(body).isInstanceOf(Decoding.Failed.class);
        }
    }

    @Test
    void doesNotSendAMessageThatIsTooLong() {
        assertThat(messages.decode("a".repeat(10_241)))
                .isEqualTo(
                        new Decoding.Failed(
                                "it has 10241 characters, and STS accepts 10240 at most"));
        assertThat(requests).isEmpty();
    }

    private final Deque<Response> responses = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> signatures = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final StsMessages messages =
            new StsMessages(
                    new QueryCalls(
                            new QueryApi(
                                    QueryService.STS,
                                    (PlayedHttp) this::respond,
                                    StaticCredentialsProvider.create(
                                            AwsBasicCredentials.create("id", "secret")),
                                    region ->
                                            URI.create(
                                                    "https://sts.%s.amazonaws.com"
                                                            .formatted(region))),
                            waits::add),
                    "us-east-1");

    /// @param status 0: there is no response
    private record Response(int status, String body) {}

    private HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException {
        requests.add(request.httpRequest().getUri() + " " + body(request));
        signatures.add(request.httpRequest().firstMatchingHeader("Authorization").orElse(""));
        Response response = responses.remove();
        if (response.status() == 0) {
            throw new IOException(response.body());
        }
        return PlayedHttp.response(response.status(), Map.of(), response.body());
    }

    private static String body(HttpExecuteRequest request) {
        try (var stream = request.contentStreamProvider().orElseThrow().newStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(String text) {
        return "<DecodeAuthorizationMessageResponse><DecodeAuthorizationMessageResult><DecodedMessage>%s</DecodedMessage></DecodeAuthorizationMessageResult></DecodeAuthorizationMessageResponse>"
                .formatted(text);
    }

    private static String error(String code, String message) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                .formatted(code, message);
    }
}
