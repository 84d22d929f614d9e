package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;

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
                .isInstanceOf(CloudTrailException.class)
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

        assertThat(bodies.getLast())
                .contains("\"NextToken\":\"more\"")
                .contains("\"AttributeKey\":\"ResourceName\",\"AttributeValue\":\"web\"")
                .contains("\"StartTime\":" + A_MINUTE_AGO.getEpochSecond());
    }

    @Test
    void looksAnEventUpByItsId() {
        answers.put("LookupEvents", "{\"Events\": []}");

        history().page(LookupKey.event("e-1"), A_MINUTE_AGO, null);

        assertThat(bodies.getLast())
                .contains("\"AttributeKey\":\"EventId\",\"AttributeValue\":\"e-1\"");
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

    private CloudTrailHistory history() {
        return new CloudTrailHistory(
                client(Region.US_EAST_1), this::client, InstantSource.fixed(NOW));
    }

    private CloudTrailClient client(Region region) {
        return CloudTrailClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(region)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIASOMEBODY", "secret")))
                .endpointOverride(
                        URI.create(
                                "http://127.0.0.1:"
                                        + Objects.requireNonNull(server).getAddress().getPort()))
                .build();
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
