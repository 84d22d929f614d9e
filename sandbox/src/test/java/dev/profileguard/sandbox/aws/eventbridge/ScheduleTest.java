package dev.profileguard.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Entry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @TempDir private Path folder = Path.of(".");

    @Test
    void aRuleSendsAnEventAfterEachInterval() {
        try (Sandbox sandbox =
                deploy("Schedule", "Schedule: rate(10 minutes)", "Description: sweep")) {
            sandbox.advance(Duration.ofMinutes(25));

            assertThat(invocations(sandbox))
                    .containsExactly(
                            Instant.parse("2026-01-05T09:10:00Z"),
                            Instant.parse("2026-01-05T09:20:00Z"));
        }
    }

    @Test
    void aScheduleStartsAtOnce() {
        try (Sandbox sandbox = deploy("ScheduleV2", "ScheduleExpression: rate(1 hour)")) {
            sandbox.advance(Duration.ofHours(1));

            assertThat(invocations(sandbox))
                    .containsExactly(
                            Instant.parse("2026-01-05T09:00:00Z"),
                            Instant.parse("2026-01-05T10:00:00Z"));
        }
    }

    @Test
    void sendsItsInput() {
        try (Sandbox sandbox =
                deploy("ScheduleV2", "ScheduleExpression: rate(1 day)", "Input: '{\"a\": 1}'")) {
            sandbox.settle();

            assertThat(results(sandbox)).containsExactly("{\"a\": 1}");
        }
    }

    @Test
    void sendsAScheduledEventWithoutInput() {
        try (Sandbox sandbox = deploy("Schedule", "Schedule: rate(1 minute)")) {
            sandbox.advance(Duration.ofMinutes(1));

            assertThat(results(sandbox))
                    .singleElement()
                    .asString()
                    .contains(
                            "\"detail-type\":\"Scheduled Event\"",
                            "\"source\":\"aws.events\"",
                            "\"time\":\"2026-01-05T09:01:00Z\"",
                            "\"arn:aws:events:us-east-1:123456789012:rule/profile-guard-TickedTick\"",
                            "\"detail\":{}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Schedule, Description: no name, rule/profile-guard-TickedTick",
        "Schedule, Name: daily, rule/daily",
        "ScheduleV2, Description: no name, schedule/default/TickedTick",
        "ScheduleV2, OmitName: true, schedule/default/profile-guard-TickedTick",
        "ScheduleV2, Name: !Sub ${AWS::StackName}-Tick, schedule/default/profile-guard-Tick"
    })
    void isNamedAsSamNamesIt(String type, String property, String resource) {
        String rate = type.equals("Schedule") ? "Schedule" : "ScheduleExpression";
        try (Sandbox sandbox = deploy(type, rate + ": rate(1 day)", property)) {
            assertThat(sandbox.template().schedules())
                    .singleElement()
                    .extracting(ScheduleDefinition::arn)
                    .asString()
                    .endsWith(":" + resource);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"State: DISABLED", "Enabled: false"})
    void sendsNothingWhileItIsDisabled(String off) {
        try (Sandbox sandbox = deploy("Schedule", "Schedule: rate(1 minute)", off)) {
            sandbox.advance(Duration.ofMinutes(10));

            assertThat(invocations(sandbox)).isEmpty();
        }
    }

    @Test
    void aPlainRuleReachesAQueueToo() {
        String template =
                """
                Resources:
                  Waiting: {Type: AWS::SQS::Queue}
                  Tick:
                    Type: AWS::Events::Rule
                    Properties:
                      ScheduleExpression: rate(1 day)
                      Targets:
                        - {Id: q, Arn: !GetAtt Waiting.Arn, InputPath: $.source}
                """;
        try (Sandbox sandbox = deploy(template)) {
            sandbox.advance(Duration.ofDays(2));

            assertThat(sandbox.queues().messages("Waiting"))
                    .containsExactly("\"aws.events\"", "\"aws.events\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron(0 12 * * ? *)",
                "rate(0 minutes)",
                "rate(1 hours)",
                "rate(2 hour)",
                "1h"
            })
    void refusesWhatIsNoRate(String expression) {
        assertThatThrownBy(() -> deploy("Schedule", "Schedule: " + expression))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("The ScheduleExpression of TickedTick must")
                .hasMessageContaining("'" + expression + "'");
    }

    /// A function that returns its input in the response's `decision` and `why`.
    public static final class Echo implements RequestStreamHandler {
        /// The sandbox calls this one.
        public Echo(Platform platform) {}

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context)
                throws IOException {
            String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            String escaped = event.replace("\\", "\\\\").replace("\"", "\\\"");
            output.write(
                    "{\"decision\":\"got\",\"why\":\"%s\"}"
                            .formatted(escaped)
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private Sandbox deploy(String type, String... properties) {
        return deploy(
                """
                Resources:
                  Ticked:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: dev.profileguard.sandbox.aws.eventbridge.ScheduleTest$Echo
                      Events:
                        Tick:
                          Type: %s
                          Properties:
                %s\
                """
                        .formatted(type, String.join("\n", properties).indent(12)));
    }

    private Sandbox deploy(String template) {
        try {
            Path file = folder.resolve("template.yaml");
            Files.writeString(file, template);
            return Sandbox.start(file, Map.of(), Sandbox.Mode.TEST_CLOCK);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Instant> invocations(Sandbox sandbox) {
        return sandbox.timeline().entries(Kind.INVOCATION).stream().map(Entry::time).toList();
    }

    private static List<String> results(Sandbox sandbox) {
        return sandbox.timeline().entries(Kind.INVOCATION).stream()
                .map(entry -> String.valueOf(entry.detail()).replaceFirst("^got: ", ""))
                .toList();
    }
}
