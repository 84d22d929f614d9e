package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.profileguard.aws.query.PlayedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// Runs against an HTTP server that records requests. `test_backfill.py` checks the signature with
/// another implementation of S3.
class S3ReportsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void putsTheBucketInThePathOfAnEndpoint(String end) {
        String where =
                at(url() + end)
                        .put("reports", "2026-01-05/run/0001.jsonl", ReportStore.Type.LINES, LINES);

        assertThat(got).containsExactly("PUT /reports/2026-01-05/run/0001.jsonl " + LINES);
        assertThat(where).isEqualTo("s3://reports/2026-01-05/run/0001.jsonl");
    }

    @Test
    void signsTheBodysHashForS3() throws NoSuchAlgorithmException {
        at(url()).put("reports", "a.jsonl", ReportStore.Type.LINES, LINES);

        byte[] body = LINES.getBytes(StandardCharsets.UTF_8);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        assertThat(headers)
                .containsEntry("X-amz-content-sha256", hash)
                .containsEntry("Content-length", Integer.toString(body.length))
                .containsEntry("Content-type", "application/jsonl");
        assertThat(headers.get("Authorization"))
                .contains("Credential=AKIAFIRST/", "/cn-north-1/s3/aws4_request")
                .contains("x-amz-content-sha256");
    }

    @Test
    void resolvesCredentialsForEachReport() {
        List<AwsCredentials> keys = new ArrayList<>();
        keys.add(AwsBasicCredentials.create("AKIAFIRST", "secret"));
        keys.add(AwsSessionCredentials.create("ASIALATER", "secret", "token"));
        S3Reports reports =
                new S3Reports(
                        UrlConnectionHttpClient.create(),
                        () -> keys.removeFirst(),
                        Region.US_EAST_1,
                        url());

        reports.put("reports", "a.jsonl", ReportStore.Type.LINES, LINES);
        reports.put("reports", "b.jsonl", ReportStore.Type.LINES, LINES);

        assertThat(headers.get("Authorization")).contains("Credential=ASIALATER/");
        assertThat(headers).containsEntry("X-amz-security-token", "token");
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, https://reports.s3.us-east-1.amazonaws.com/a.jsonl",
        "us-gov-west-1, https://reports.s3.us-gov-west-1.amazonaws.com/a.jsonl",
        "cn-north-1, https://reports.s3.cn-north-1.amazonaws.com.cn/a.jsonl",
        "us-east-77, https://reports.s3.us-east-77.amazonaws.com/a.jsonl"
    })
    void usesTheHostOfTheBucketOnAws(String region, URI expected) {
        List<URI> asked = new ArrayList<>();

        assertThatThrownBy(() ->
                        reports(nobody(asked), Region.of(region), null)
                                .put("reports", "a.jsonl", ReportStore.Type.LINES, LINES))
                .isInstanceOf(SdkClientException.class)
                .hasMessage("No response from S3: not reached");

        assertThat(asked).containsExactly(expected);
    }

    @Test
    void readsACustomEndpoint() {
        assertThat(S3Reports.endpoint(Map.of())).isNull();
        assertThat(S3Reports.endpoint(Map.of("AWS_ENDPOINT_URL", " "))).isNull();
        assertThat(S3Reports.endpoint(Map.of("AWS_ENDPOINT_URL", "http://all")))
                .isEqualTo("http://all");
        assertThat(
                        S3Reports.endpoint(
                                Map.of(
                                        "AWS_ENDPOINT_URL",
                                        "http://all",
                                        "AWS_ENDPOINT_URL_S3",
                                        "http://s3")))
                .isEqualTo("http://s3");
    }

    @Test
    void reportsTheErrorOfS3() {
        status = 403;
        answer = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";

        assertRefused("S3 responded with 403 AccessDenied: Access Denied");
    }

    @Test
    void doesNotFollowRedirects() {
        status = 301;
        answer =
                "<Error><Code>PermanentRedirect</Code><Message>Use the other endpoint.</Message>"
                        + "<Endpoint>reports.s3.eu-west-1.amazonaws.com</Endpoint></Error>";

        assertRefused("S3 responded with 301 PermanentRedirect: Use the other endpoint.");
        assertThat(got).hasSize(1);
    }

    @Test
    void reportsTheStatusOfAResponseThatIsNotFromS3() {
        status = 502;
        answer = "<html>nobody behind this proxy</html>";

        assertRefused("S3 responded with 502 Bad Gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "http://", "http://a b", "ht tp://a"})
    void rejectsAnEndpointThatIsNotAUrl(String endpoint) {
        assertThatThrownBy(
                        () -> at(endpoint).put("reports", "a.jsonl", ReportStore.Type.LINES, LINES))
                .isInstanceOf(SdkClientException.class)
                .hasMessage("The endpoint of S3 is not a URL: " + endpoint);
    }

    private static final String LINES = "{\"subject\":\"role/wéb\"}\n{}\n";

    private final List<String> got = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();
    private int status = 200;
    private String answer = "";
    private @Nullable HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    got.add(
                            "%s %s %s"
                                    .formatted(
                                            exchange.getRequestMethod(),
                                            exchange.getRequestURI(),
                                            body));
                    exchange.getRequestHeaders()
                            .forEach((name, values) -> headers.put(name, values.getFirst()));
                    byte[] said = answer.getBytes(StandardCharsets.UTF_8);
                    if (status == 301) {
                        exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
                    }
                    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
                    exchange.getResponseBody().write(said);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + Objects.requireNonNull(server).getAddress().getPort();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> at(url()).put("reports", "a.jsonl", ReportStore.Type.LINES, LINES))
                .isInstanceOf(SdkClientException.class)
                .hasMessage(message);
    }

    private static S3Reports at(String endpoint) {
        return reports(UrlConnectionHttpClient.create(), Region.CN_NORTH_1, endpoint);
    }

    private static S3Reports reports(SdkHttpClient http, Region region, @Nullable String endpoint) {
        return new S3Reports(
                http, () -> AwsBasicCredentials.create("AKIAFIRST", "secret"), region, endpoint);
    }

    /// Sends nothing, and records the requests.
    private static SdkHttpClient nobody(List<URI> asked) {
        return (PlayedHttp)
                request -> {
                    asked.add(request.httpRequest().getUri());
                    throw new IOException("not reached");
                };
    }
}
