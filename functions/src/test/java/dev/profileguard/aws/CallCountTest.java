package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
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
                        .endpointOverride(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
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

    @AfterEach
    void stop() {
        iam.close();
        server.stop(0);
    }
}
