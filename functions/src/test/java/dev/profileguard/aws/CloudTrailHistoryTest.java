package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.event.LookupKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Runs against an HTTP server with responses of CloudTrail.
class CloudTrailHistoryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"EventSelectors\": [{\"ReadWriteType\": \"All\", \"IncludeManagementEvents\":"
                        + " true}]",
                "\"EventSelectors\": [{\"ReadWriteType\": \"WriteOnly\","
                        + " \"IncludeManagementEvents\": true}]",
                "\"AdvancedEventSelectors\": [{\"FieldSelectors\": [" + MANAGEMENT + "]}]",
                "\"AdvancedEventSelectors\": [{\"FieldSelectors\": ["
                        + MANAGEMENT
                        + ", "
                        + "{\"Field\": \"readOnly\", \"Equals\": [\"false\"]}]}]",
                "\"AdvancedEventSelectors\": [{\"FieldSelectors\": ["
                        + MANAGEMENT
                        + ", "
                        + "{\"Field\": \"readOnly\", \"Equals\": [\"true\", \"false\"]}]}]",
                "\"AdvancedEventSelectors\": [{\"FieldSelectors\": ["
                        + MANAGEMENT
                        + ", "
                        + "{\"Field\": \"eventSource\", \"NotEquals\": [\"kms.amazonaws.com\"]}]}]"
            })
    void countsATrailThatSelectsManagementWrites(String selectors) {
        trail("mine", "us-east-1", "{\"IsLogging\": true}", "{" + selectors + "}");

        assertThat(history().trails()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"EventSelectors\": [{\"ReadWriteType\": \"ReadOnly\","
                        + " \"IncludeManagementEvents\": true}]",
                "\"EventSelectors\": [{\"ReadWriteType\": \"All\", \"IncludeManagementEvents\":"
                        + " false}]",
                "\"EventSelectors\": []",
                "\"AdvancedEventSelectors\": [{\"FieldSelectors\": ["
                        + MANAGEMENT
                        + ", "
                        + "{\"Field\": \"readOnly\", \"Equals\": [\"true\"]}]}]",
                "\"AdvancedEventSelectors\": [{\"FieldSelectors\": ["
                        + "{\"Field\": \"eventCategory\", \"Equals\": [\"Data\"]}]}]"
            })
    void doesNotCountATrailWithoutManagementWrites(String selectors) {
        trail("mine", "us-east-1", "{\"IsLogging\": true}", "{" + selectors + "}");

        assertThat(history().trails()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"IsLogging\": false}", "{}"})
    void doesNotCountATrailThatDoesNotLog(String state) {
        trail("mine", "us-east-1", state, WHOLE);

        assertThat(history().trails()).isZero();
    }

    @Test
    void readsSelectorsInTheHomeRegionOfTheTrail() {
        trail("theirs", "eu-west-1", "{\"IsLogging\": true}", WHOLE);

        assertThat(history().trails()).isEqualTo(1);
        assertThat(asked)
                .containsExactly(
                        "us-east-1 DescribeTrails",
                        "us-east-1 GetTrailStatus",
                        "eu-west-1 GetEventSelectors");
    }

    @Test
    void countsOtherTrailsIfOneCannotBeRead() {
        trail("organization", "us-east-1", DENIED, WHOLE);
        trail("mine", "us-east-1", "{\"IsLogging\": true}", WHOLE);

        assertThat(history().trails()).isEqualTo(1);
    }

    @Test
    void failsIfTheOnlyTrailCannotBeRead() {
        trail("organization", "us-east-1", "{\"IsLogging\": true}", DENIED);

        assertThatThrownBy(() -> history().trails())
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("not this account's");
    }

    @Test
    void returnsRecordsAndTheTokenOfTheNextPage() {
        answers.put(
                "LookupEvents",
                """
                {"Events": [{"EventId": "1", "CloudTrailEvent": "{}"}, {"EventId": "2"}], \
                "NextToken": "more"}\
                """);

        EventHistory.Page page = history().page(LookupKey.resource("web"), A_MINUTE_AGO, null);

        assertThat(page).isEqualTo(new EventHistory.Page(List.of("{}"), "more"));
    }

    @Test
    void requestsTheNextPageWithTheSameParameters() {
        answers.put("LookupEvents", "{\"Events\": []}");

        history().page(LookupKey.resource("web"), A_MINUTE_AGO, "more");

        assertThat(Json.read("a request", bodies.getLast()))
                .containsOnly(
                        entry("NextToken", "more"),
                        entry("LookupAttributes", attribute("ResourceName", "web")),
                        entry("StartTime", (int) A_MINUTE_AGO.getEpochSecond()));
    }

    @Test
    void looksAnEventUpByItsId() {
        answers.put("LookupEvents", "{\"Events\": []}");

        history().page(LookupKey.event("e-1"), A_MINUTE_AGO, null);

        assertThat(Json.read("a request", bodies.getLast()))
                .containsEntry("LookupAttributes", attribute("EventId", "e-1"));
    }

    @Test
    void readsThePageOfTheLongestRecords() {
        String record = "x".repeat(256 * 1024);
        String event = "{\"CloudTrailEvent\": \"" + record + "\"}";
        answers.put("LookupEvents", "{\"Events\": " + Collections.nCopies(50, event) + "}");

        assertThat(history().page(LookupKey.resource("web"), A_MINUTE_AGO, null).records())
                .isEqualTo(Collections.nCopies(50, record));
    }

    @Test
    void omitsStartTimesBeforeTheRetentionTime() {
        answers.put("LookupEvents", "{\"Events\": []}");

        history().page(LookupKey.resource("web"), NOW.minus(CloudTrailEvent.RETENTION), null);

        assertThat(bodies.getLast()).doesNotContain("StartTime");
    }

    private static final String MANAGEMENT =
            "{\"Field\": \"eventCategory\", \"Equals\": [\"Management\"]}";
    private static final String WHOLE =
            "{\"EventSelectors\": [{\"ReadWriteType\": \"All\", \"IncludeManagementEvents\":"
                    + " true}]}";
    private static final String DENIED =
            "{\"__type\": \"AccessDeniedException\", \"message\": \"It is not this account's\"}";
    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Instant A_MINUTE_AGO = NOW.minusSeconds(60);

    /// By operation, or by operation and the trail's ARN.
    private final Map<String, String> answers = new HashMap<>();

    private final List<String> trails = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private @Nullable HttpServer server;

    private void trail(String name, String home, String state, String selectors) {
        String arn = "arn:aws:cloudtrail:%s:123456789012:trail/%s".formatted(home, name);
        trails.add("{\"TrailARN\": \"%s\", \"HomeRegion\": \"%s\"}".formatted(arn, home));
        answers.put("GetTrailStatus" + arn, state);
        answers.put("GetEventSelectors" + arn, selectors);
        answers.put("DescribeTrails", "{\"trailList\": %s}".formatted(trails));
    }

    private static List<Map<String, String>> attribute(String key, String value) {
        return List.of(Map.of("AttributeKey", key, "AttributeValue", value));
    }

    private CloudTrailHistory history() {
        int port = Objects.requireNonNull(server).getAddress().getPort();
        return CloudTrailHistory.of(
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIASOMEBODY", "secret")),
                Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ENDPOINT_URL_CLOUDTRAIL",
                        "http://127.0.0.1:" + port),
                InstantSource.fixed(NOW));
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String operation =
                exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", "");
        String region = exchange.getRequestHeaders().getFirst("Authorization").split("/", -1)[2];
        asked.add(region + " " + operation);
        bodies.add(body);
        String said =
                answers.entrySet().stream()
                        .filter(each -> !each.getKey().equals(operation))
                        .filter(each -> each.getKey().startsWith(operation))
                        .filter(each -> body.contains(each.getKey().substring(operation.length())))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseGet(() -> answers.getOrDefault(operation, "{}"));
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(said.equals(DENIED) ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
