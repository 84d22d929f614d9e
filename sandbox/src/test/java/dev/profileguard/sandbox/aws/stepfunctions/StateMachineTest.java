package dev.profileguard.sandbox.aws.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The state machine that runs Backfill, by the scenarios in `state-machine.json`. The same
/// scenarios check moto's engine (`test_state_machine.py`).
class StateMachineTest {
    @ParameterizedTest
    @MethodSource("scenarios")
    void behavesAsTheScenarioStates(JsonNode scenario) {
        scenario.path("answers").forEach(RESPONSES::add);

        Entry end = execute(scenario.path("request")).getLast();

        assertThat(REQUESTS).containsExactlyElementsOf(scenario.path("requests"));
        if (scenario.path("status").asText().equals("SUCCEEDED")) {
            assertThat(end.operation()).isEqualTo("ExecutionSucceeded");
            assertThat(json(String.valueOf(end.detail()))).isEqualTo(scenario.path("output"));
        } else {
            assertThat(end.operation()).isEqualTo("ExecutionFailed");
            assertThat(end.outcome())
                    .startsWith("failed: %s: ".formatted(scenario.path("error").asText()));
        }
    }

    @Test
    void waitsLongerBeforeEachRetry() {
        for (int i = 0; i < 6; i++) {
            RESPONSES.add(JSON.createObjectNode().put("error", "java.lang.IllegalStateException"));
        }

        List<Entry> entries = execute(JSON.createObjectNode());

        assertThat(entries.stream().filter(entry -> "TaskFailed".equals(entry.operation())))
                .extracting(Entry::time, Entry::outcome)
                .containsExactly(
                        after(0, "Round failed: java.lang.IllegalStateException; again in 30 s"),
                        after(30, "Round failed: java.lang.IllegalStateException; again in 60 s"),
                        after(90, "Round failed: java.lang.IllegalStateException; again in 120 s"),
                        after(210, "Round failed: java.lang.IllegalStateException; again in 240 s"),
                        after(450, "Round failed: java.lang.IllegalStateException; again in 480 s"),
                        after(930, "Round failed: java.lang.IllegalStateException"));
    }

    @Test
    void countsTheRetriesOfEachRetrierSeparately() {
        definition =
                definition.replace(
                        "\"MaxAttempts\": 0", "\"MaxAttempts\": 2, \"IntervalSeconds\": 7");
        for (String error : List.of("State", "Argument", "State", "Argument", "Argument")) {
            RESPONSES.add(
                    JSON.createObjectNode()
                            .put("error", "java.lang.Illegal%sException".formatted(error)));
        }

        List<Entry> entries = execute(JSON.createObjectNode());

        assertThat(entries.stream().filter(entry -> "TaskFailed".equals(entry.operation())))
                .extracting(Entry::outcome)
                .containsExactly(
                        "Round failed: java.lang.IllegalStateException; again in 30 s",
                        "Round failed: java.lang.IllegalArgumentException; again in 7 s",
                        "Round failed: java.lang.IllegalStateException; again in 60 s",
                        "Round failed: java.lang.IllegalArgumentException; again in 14 s",
                        "Round failed: java.lang.IllegalArgumentException");
    }

    /// A quota of Step Functions that moto does not have, and after which no retry helps.
    @Test
    void tooMuchDataEndsTheExecution() {
        RESPONSES.add(JSON.createObjectNode().put("padding", 262_144));

        List<Entry> entries = execute(JSON.createObjectNode());

        assertThat(entries.getLast().outcome()).startsWith("failed: States.DataLimitExceeded: ");
        assertThat(REQUESTS).hasSize(1);
    }

    @Test
    void aTaskThatTakesTooLongIsAnError() {
        definition = definition.replace("960", "60");
        RESPONSES.add(JSON.createObjectNode().put("cursor", "one").put("takes", 61));

        List<Entry> entries = execute(JSON.createObjectNode());

        assertThat(entries)
                .extracting(Entry::outcome)
                .contains("Round failed: States.Timeout; again in 30 s");
        assertThat(REQUESTS).hasSize(2);
    }

    @Test
    void anExecutionThatTakesTooLongIsEnded() {
        definition = definition.replace("86400", "600");
        for (int i = 0; i < 6; i++) {
            RESPONSES.add(JSON.createObjectNode().put("error", "java.lang.IllegalStateException"));
        }

        List<Entry> entries = execute(JSON.createObjectNode());

        assertThat(entries.getLast().operation()).isEqualTo("ExecutionTimedOut");
        assertThat(entries.getLast().time()).isEqualTo(Sandbox.TEST_TIME.plusSeconds(600));
        assertThat(REQUESTS).hasSize(5);
    }

    @Test
    void recordsItsEvents() {
        RESPONSES.add(JSON.createObjectNode().put("cursor", "one"));

        assertThat(execute(json("{\"mode\": \"sweep\"}")))
                .extracting(Entry::operation, Entry::subject, Entry::outcome)
                .containsExactly(
                        event("ExecutionStarted", "started with {\"mode\":\"sweep\"}"),
                        event("TaskSucceeded", "Round succeeded"),
                        event("TaskSucceeded", "Round succeeded"),
                        event("ExecutionSucceeded", "succeeded"));
    }

    /// Returns the scenario's responses, and then a response without a cursor.
    public static final class Played implements RequestStreamHandler {
        private final Platform platform;

        /// The sandbox calls this one.
        public Played(Platform platform) {
            this.platform = platform;
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context)
                throws IOException {
            REQUESTS.add(JSON.readTree(input));
            JsonNode next = RESPONSES.poll();
            ObjectNode response = JSON.createObjectNode().putNull("cursor");
            int failed = 0;
            if (next != null) {
                fail(next.path("error").asText());
                platform.backoff().await(Duration.ofSeconds(next.path("takes").asLong()));
                response.set("cursor", next.path("cursor"));
                failed = next.path("failed").asInt();
                if (next.has("padding")) {
                    response.put("padding", "x".repeat(next.path("padding").asInt()));
                }
            }
            response.put("part", REQUESTS.size()).put("failed", failed);
            JSON.writeValue(output, response);
        }

        private void fail(String error) {
            if (error.equals("Sandbox.Timedout")) {
                platform.backoff().await(TIMEOUT);
            } else if (!error.isEmpty()) {
                throw exception(error);
            }
        }

        private static RuntimeException exception(String type) {
            try {
                return Class.forName(type)
                        .asSubclass(RuntimeException.class)
                        .getConstructor(String.class)
                        .newInstance("no");
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(type, e);
            }
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final List<JsonNode> REQUESTS = new ArrayList<>();
    private static final Deque<JsonNode> RESPONSES = new ArrayDeque<>();

    private String definition =
            read(Path.of("../statemachine/backfill.asl.json")).replace(": 90,", ": 3,");

    @TempDir private Path folder = Path.of(".");

    @BeforeEach
    void forget() {
        REQUESTS.clear();
        RESPONSES.clear();
    }

    static Stream<Named<JsonNode>> scenarios() {
        JsonNode table = json(read(Path.of("src/test/resources/state-machine.json")));
        return StreamSupport.stream(table.spliterator(), false)
                .map(scenario -> Named.of(scenario.path("name").asText(), scenario));
    }

    /// The entries of an execution of the project's own definition, with three rounds instead of
    /// ninety.
    private List<Entry> execute(JsonNode request) {
        try (Sandbox sandbox = Sandbox.start(template(request), Map.of(), MODE)) {
            sandbox.advance(Duration.ofDays(2));
            return sandbox.timeline().entries(Entry.Kind.EXECUTION);
        }
    }

    private static final Sandbox.Mode MODE = Sandbox.Mode.TEST_CLOCK;

    private Path template(JsonNode request) {
        write("machine.asl.json", definition);
        return write(
                "template.yaml",
                """
                Resources:
                  Backfill:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: dev.profileguard.sandbox.aws.stepfunctions.StateMachineTest$Played
                      Timeout: %d
                  Loop:
                    Type: AWS::Serverless::StateMachine
                    Properties:
                      DefinitionUri: machine.asl.json
                      DefinitionSubstitutions:
                        Backfill: !Sub ${Backfill.Arn}:live
                        Partition: !Ref AWS::Partition
                      Events:
                        Once:
                          Type: ScheduleV2
                          Properties:
                            ScheduleExpression: rate(365 days)
                            Input: '%s'
                """
                        .formatted(TIMEOUT.toSeconds(), request));
    }

    private static Tuple after(long seconds, String outcome) {
        Instant time = Sandbox.TEST_TIME.plusSeconds(seconds);
        return tuple(time, outcome);
    }

    private static Tuple event(String event, String outcome) {
        return tuple(event, "stateMachine/profile-guard-Loop", outcome);
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
