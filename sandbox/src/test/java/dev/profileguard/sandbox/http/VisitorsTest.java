package dev.profileguard.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.control.Controls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may use a sandbox that listens on the loopback interface.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisitorsTest {
    private static final String SIGNED =
            "Authorization: AWS4-HMAC-SHA256"
                    + " Credential=alice/20260101/us-east-1/iam/aws4_request";
    private static final String QUERY_SIGNED =
            "&X-Amz-Credential=alice%2F20260101%2Fus-east-1%2Fiam%2Faws4_request";
    private static final String LIST = "/?Action=ListUsers&Version=2010-05-08";
    private static final String CREATE =
            "/?Action=CreateUser&Version=2010-05-08&UserName=from-elsewhere";
    private static final String PAGE = "X-Profile-Guard: page";

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of("GuardMode", "off"),
                    Sandbox.Mode.REAL_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final RawHttp http = RawHttp.of(server);
    private final String own = "127.0.0.1:" + http.port();

    @AfterAll
    void close() {
        server.close();
        sandbox.close();
    }

    /// Every endpoint, so that a new one is not forgotten.
    Stream<String> endpoints() {
        return new Controls(sandbox).endpoints().stream();
    }

    Stream<String> changes() {
        return endpoints().filter(each -> !each.startsWith("GET "));
    }

    /// What browsers send for a page that is not the sandbox's.
    Stream<List<String>> foreignHeaders() {
        return Stream.of(
                List.of("Host: " + own, "Origin: https://evil.example"),
                List.of("Host: " + own, "Origin: null"),
                List.of("Host: " + own, "Origin: http://127.0.0.1:3000"),
                List.of("Host: " + own, "Origin: http://localhost:" + http.port()),
                List.of("Host: " + own, "Sec-Fetch-Site: cross-site"),
                List.of("Host: " + own, "Sec-Fetch-Site: same-site"),
                List.of("Host: evil.example:" + http.port()),
                List.of(
                        "Host: evil.example:" + http.port(),
                        "Origin: http://evil.example:" + http.port()),
                List.of(
                        "Host: 127.0.0.1.evil.example:" + http.port(),
                        "Origin: http://127.0.0.1.evil.example:" + http.port()));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void refusesForeignPages(String endpoint) {
        assertThat(foreignHeaders())
                .allSatisfy(headers ->
                        assertThat(statusOf(endpoint, with(headers, PAGE)))
                                .as(String.join(", ", headers))
                                .isEqualTo(403));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesABrowserWithoutThePagesHeader(String endpoint) {
        assertThat(statusOf(endpoint, List.of("Host: " + own, "Origin: http://" + own)))
                .isEqualTo(403);
        assertThat(statusOf(endpoint, List.of("Host: " + own, "Sec-Fetch-Site: same-origin")))
                .isEqualTo(403);
        assertThat(statusOf(endpoint, List.of("Host: " + own, "Sec-Fetch-Site: none")))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void letsProgramsAndItsOwnPageIn(String endpoint) {
        List<List<String>> welcome =
                List.of(
                        List.of("Host: " + own),
                        List.of("Host: localhost:" + http.port()),
                        List.of("Host: [::1]:" + http.port()),
                        List.of("Host: host.docker.internal:" + http.port()),
                        List.of("Host: 172.17.0.1:" + http.port()),
                        List.of("Host: " + own, "Sec-Fetch-Mode: cors", "User-Agent: node"),
                        List.of("Host: " + own, "Origin: http://" + own, PAGE),
                        List.of(
                                "Host: LOCALHOST:" + http.port(),
                                "Origin: http://localhost:" + http.port(),
                                "Sec-Fetch-Site: same-origin",
                                PAGE));

        assertThat(welcome)
                .allSatisfy(headers ->
                        assertThat(statusOf(endpoint, headers))
                                .as(String.join(", ", headers))
                                .isIn(200, 400));
    }

    @Test
    void refusesCallsOfForeignPages() {
        assertThat(foreignHeaders())
                .allSatisfy(headers -> {
                    assertThat(statusOf("GET " + LIST, with(headers, SIGNED))).isEqualTo(403);
                    assertThat(statusOf("POST " + CREATE, with(headers, SIGNED))).isEqualTo(403);
                    assertThat(statusOf("POST " + CREATE + QUERY_SIGNED, headers)).isEqualTo(403);
                });
        assertThat(users()).doesNotContain("from-elsewhere");
    }

    @Test
    void refusesALinkThatMakesACall() {
        String image =
                http.send(
                        "GET",
                        CREATE + QUERY_SIGNED,
                        List.of("Host: " + own, "User-Agent: Mozilla/5.0"));

        assertThat(RawHttp.status(image)).isEqualTo(403);
        assertThat(image).contains("signed in its URL");
        assertThat(users()).doesNotContain("from-elsewhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "bucket.127.0.0.1",
                "123456789012.127.0.0.1",
                "localhost",
                "sandbox",
                "bucket.localhost",
                "host.docker.internal",
                "bucket.s3.amazonaws.com"
            })
    void letsProgramsCall(String host) {
        List<String> headers = List.of("Host: %s:%d".formatted(host, http.port()));

        assertThat(statusOf("GET " + LIST, with(headers, SIGNED))).isEqualTo(200);
        assertThat(statusOf("GET " + LIST + QUERY_SIGNED, headers)).isEqualTo(200);
    }

    @Test
    void givesNoPermissionToForeignPages() {
        String preflight =
                http.send(
                        "OPTIONS",
                        "/",
                        List.of(
                                "Host: " + own,
                                "Origin: https://evil.example",
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: authorization"));

        assertThat(RawHttp.status(preflight)).isEqualTo(403);
        assertThat(preflight).doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void saysWhatToDo() {
        assertThat(http.send("POST", "/_sandbox/clock?advance=PT1S", List.of("Host: evil.example")))
                .contains("does not answer to the name evil.example", "--host");
        assertThat(
                        http.send(
                                "POST",
                                "/_sandbox/clock?advance=PT1S",
                                List.of("Host: " + own, "Origin: https://evil.example")))
                .contains("of another origin (https://evil.example)", "curl");
    }

    private String users() {
        return http.send("GET", LIST, List.of("Host: " + own, SIGNED));
    }

    /// @param endpoint a method, and a path or the name of a control endpoint
    private int statusOf(String endpoint, List<String> headers) {
        String[] parts = endpoint.split(" ", 2);
        String path = parts[1].startsWith("/") ? parts[1] : Controls.PREFIX + parts[1];
        return RawHttp.status(http.send(parts[0], path, headers));
    }

    private static List<String> with(List<String> headers, String another) {
        List<String> all = new ArrayList<>(headers);
        all.add(another);
        return all;
    }
}
