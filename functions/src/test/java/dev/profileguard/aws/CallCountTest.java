package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.profileguard.aws.resource.JsonService;
import dev.profileguard.aws.resource.SignedCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

class CallCountTest {
    @Test
    void countsCallsAndThoseThatRepeatAThrottledOne() {
        answers.addAll(List.of(OK, THROTTLED, THROTTLED, OK));

        iam.getRole(r -> r.roleName("web"));
        iam.getRole(r -> r.roleName("web"));

        assertThat(calls.takeCalls()).isEqualTo(4);
        assertThat(calls.takeRepeated()).isEqualTo(2);
        assertThat(calls.takeCalls()).isZero();
        assertThat(calls.takeRepeated()).isZero();
    }

    /// The clients of the services for which the SDK's module is not shipped repeat calls too.
    @Test
    void countsWhatAServiceWithoutAnSdkClientRepeats() {
        answers.addAll(List.of(SLOW, SLOW, "200 {\"Events\": []}", "200 {\"Events\": []}"));
        JsonService cloudTrail =
                new JsonService(
                        new SignedCalls(
                                calls,
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("AKIASOMEBODY", "secret")),
                                time -> {}),
                        "cloudtrail",
                        "CloudTrail",
                        Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL", url()));

        cloudTrail.call("LookupEvents", Map.of());
        cloudTrail.call("LookupEvents", Map.of());

        assertThat(calls.takeCalls()).isEqualTo(4);
        assertThat(calls.takeRepeated()).isEqualTo(2);
    }

    private static final String SLOW = "400 {\"__type\": \"ThrottlingException\"}";
    private static final String OK =
            "200 <GetRoleResponse><GetRoleResult><Role/></GetRoleResult></GetRoleResponse>";
    private static final String THROTTLED =
            "400 <ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>";

    private final Deque<String> answers = new ArrayDeque<>();
    private final CallCount calls = new CallCount(UrlConnectionHttpClient.create());
    private final HttpServer server;
    private final IamClient iam;

    CallCountTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        iam =
                IamClient.builder()
                        .httpClient(calls)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .endpointOverride(URI.create(url()))
                        .build();
    }

    @BeforeEach
    void serve() {
        server.createContext(
                "/",
                exchange -> {
                    String[] answer = answers.remove().split(" ", 2);
                    byte[] body = answer[1].getBytes(StandardCharsets.UTF_8);
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        iam.close();
        server.stop(0);
    }
}
