package dev.profileguard.sandbox.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Entry.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourceMappingTest {
    private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:profile-guard-Waiting";
    private static final Duration DELAY = Duration.ofMinutes(2);
    private static final Duration VISIBILITY = Duration.ofMinutes(6);

    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox = Sandbox.start(Path.of("../template.yaml"), Map.of(), MODE);

    @Test
    void receivesAnEventFromTheQueueAfterTheDelay() {
        sandbox.iamAs("alice").createInstanceProfile(request -> request.instanceProfileName("web"));

        sandbox.advance(DELAY.minusSeconds(1));
        assertThat(QueueConsumer.EVENTS).isEmpty();
        assertThat(sandbox.queues().messages("Waiting")).hasSize(1);
        sandbox.advance(Duration.ofSeconds(1));

        assertThat(QueueConsumer.batches())
                .singleElement()
                .satisfies(bodies ->
                        assertThat(bodies)
                                .singleElement()
                                .asString()
                                .contains(
                                        "\"source\":\"aws.iam\"",
                                        "\"detail-type\":\"AWS API Call via CloudTrail\"",
                                        "\"eventName\":\"CreateInstanceProfile\""));
        assertThat(sandbox.queues().messages("Waiting")).isEmpty();
        assertThat(sandbox.timeline().entries(Kind.EVENT))
                .extracting(Entry::operation, Entry::subject, Entry::function, Entry::outcome)
                .containsExactly(
                        entry(null, "queued in Waiting"), entry("Fed", "delivered from the queue"));
    }

    @Test
    void receivesTheAttributesOfAMessage() {
        send("hello");
        sandbox.advance(DELAY);

        Map<?, ?> record = QueueConsumer.records(QueueConsumer.EVENTS.getFirst()).getFirst();
        String sent = Long.toString(Sandbox.TEST_TIME.toEpochMilli());
        String received = Long.toString(Sandbox.TEST_TIME.plus(DELAY).toEpochMilli());
        assertThat(record.keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrder(
                        "messageId",
                        "receiptHandle",
                        "body",
                        "attributes",
                        "messageAttributes",
                        "md5OfBody",
                        "eventSource",
                        "eventSourceARN",
                        "awsRegion");
        assertThat(record.get("body")).isEqualTo("hello");
        assertThat(record.get("md5OfBody")).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(record.get("eventSource")).isEqualTo("aws:sqs");
        assertThat(record.get("eventSourceARN")).isEqualTo(ARN);
        assertThat(record.get("attributes"))
                .asString()
                .contains("ApproximateReceiveCount=1")
                .contains("SentTimestamp=" + sent)
                .contains("ApproximateFirstReceiveTimestamp=" + received);
    }

    @Test
    void receivesAtMostOneBatchAtATime() {
        send("1", "2", "3", "4", "5", "6", "7");

        sandbox.advance(DELAY);

        assertThat(QueueConsumer.batches())
                .containsExactly(List.of("1", "2", "3"), List.of("4", "5", "6"), List.of("7"));
    }

    @Test
    void receivesOnlyReportedFailuresAgain() {
        send("good", "bad");
        sandbox.advance(DELAY);

        sandbox.advance(VISIBILITY.minusSeconds(1));
        assertThat(QueueConsumer.batches()).hasSize(1);
        sandbox.advance(Duration.ofSeconds(1));

        assertThat(QueueConsumer.batches()).containsExactly(List.of("good", "bad"), List.of("bad"));
    }

    @Test
    void movesAMessageThatFailedTooOftenToTheDeadLetterQueue() {
        send("bad");

        sandbox.advance(DELAY.plus(VISIBILITY.multipliedBy(5)));

        assertThat(QueueConsumer.batches()).hasSize(3);
        assertThat(sandbox.queues().messages("Waiting")).isEmpty();
        assertThat(sandbox.queues().messages("Dead")).containsExactly("bad");
        assertThat(sandbox.timeline().entries(Kind.DEAD_LETTER))
                .extracting(Entry::outcome)
                .containsExactly("received 3 times");
    }

    @Test
    void receivesRedrivenMessagesAgain() {
        send("bad");
        sandbox.advance(DELAY.plus(VISIBILITY.multipliedBy(5)));

        assertThat(sandbox.queues().redrive("Dead")).isEqualTo(1);
        sandbox.advance(DELAY);

        assertThat(QueueConsumer.batches()).hasSize(4);
        assertThat(sandbox.queues().messages("Dead")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw",
                "return {not json",
                "return []",
                "return \"text\"",
                "return {\"batchItemFailures\":\"all\"}",
                "return {\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "return {\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "return {\"batchItemFailures\":[{\"itemIdentifier\":\"nobody\"}]}",
                "return {\"batchItemFailures\":[{\"id\":\"1\"}]}",
                "return {\"batchItemFailures\":[\"1\"]}"
            })
    void receivesTheWholeBatchAgainAfterAnError(String body) {
        send("good", body);

        sandbox.advance(DELAY.plus(VISIBILITY));

        assertThat(QueueConsumer.batches())
                .containsExactly(List.of("good", body), List.of("good", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return ",
                "return null",
                "return {}",
                "return {\"batchItemFailures\":null}",
                "return {\"batchItemFailures\":[]}"
            })
    void receivesNothingAgainAfterSuccess(String body) {
        send("good", body);

        sandbox.advance(DELAY.plus(VISIBILITY));

        assertThat(QueueConsumer.batches()).containsExactly(List.of("good", body));
        assertThat(sandbox.queues().messages("Waiting")).isEmpty();
    }

    @Test
    void receivesAMessageTwiceAsAFault() {
        sandbox.faults().set("double", "1");
        send("good", "bad");

        sandbox.advance(DELAY);

        assertThat(QueueConsumer.batches())
                .containsExactly(List.of("good", "bad"), List.of("good", "bad"));
        assertThat(sandbox.queues().messages("Waiting")).containsExactly("bad", "bad");
    }

    @Test
    void waitsForItsBatchingWindowUnlessABatchIsFull() {
        deploy(template("MaximumBatchingWindowInSeconds: 20"));
        send("1");
        sandbox.advance(DELAY.plusSeconds(10));
        send("2");
        assertThat(QueueConsumer.batches()).isEmpty();
        sandbox.advance(Duration.ofSeconds(10));
        assertThat(QueueConsumer.batches()).containsExactly(List.of("1"));

        send("3", "4");
        sandbox.advance(DELAY);

        assertThat(QueueConsumer.batches()).containsExactly(List.of("1"), List.of("2", "3", "4"));
    }

    @Test
    void failsOrSucceedsWithAWholeBatchWithoutReporting() {
        deploy(template("").replace("[ReportBatchItemFailures]", "[]"));
        send("bad", "good");
        sandbox.advance(DELAY.plus(VISIBILITY));

        assertThat(QueueConsumer.batches()).hasSize(1);
    }

    @Test
    void receivesNothingWhileTheMappingIsDisabled() {
        deploy(template("Enabled: false"));
        send("good");
        sandbox.advance(Duration.ofHours(1));

        assertThat(QueueConsumer.EVENTS).isEmpty();
        assertThat(sandbox.queues().messages("Waiting")).containsExactly("good");
    }

    @Test
    void deletesMessagesAfterTheRetentionPeriod() {
        deploy(template("Enabled: false"));
        send("good");
        sandbox.advance(Duration.ofDays(4));

        assertThat(sandbox.queues().messages("Waiting")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DelaySeconds: 901", "VisibilityTimeout: 43201", "DelaySeconds: -1"})
    void refusesAQueueThatSqsWouldRefuse(String property) {
        String key = property.split(":", 2)[0];
        String bad = template("").replaceAll(key + ": \\d+", property);

        assertThatThrownBy(() -> deploy(bad))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(key + " of Waiting must be from 0 to ");
    }

    @BeforeEach
    void forget() {
        QueueConsumer.EVENTS.clear();
        deploy(template(""));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void send(String... bodies) {
        for (String body : bodies) {
            sandbox.queues().send(ARN, body);
        }
    }

    private void deploy(String template) {
        sandbox.close();
        try {
            Path file = folder.resolve("template.yaml");
            Files.writeString(file, template);
            sandbox = Sandbox.start(file, Map.of(), MODE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static org.assertj.core.groups.Tuple entry(
            @org.jspecify.annotations.Nullable String function, String outcome) {
        return org.assertj.core.api.Assertions.tuple(
                "CreateInstanceProfile", "instance-profile/web", function, outcome);
    }

    private static String template(String source) {
        return """
        Resources:
          Waiting:
            Type: AWS::SQS::Queue
            Properties:
              DelaySeconds: 120
              VisibilityTimeout: 360
              RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
          Dead:
            Type: AWS::SQS::Queue
            Properties: {MessageRetentionPeriod: 1209600}
          Created:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [aws.iam]}
              Targets:
                - Id: waiting
                  Arn: !GetAtt Waiting.Arn
          Fed:
            Type: AWS::Serverless::Function
            Properties:
              Handler: dev.profileguard.sandbox.aws.sqs.QueueConsumer
              Timeout: 60
              Events:
                Waited:
                  Type: SQS
                  Properties:
                    Queue: !GetAtt Waiting.Arn
                    BatchSize: 3
                    FunctionResponseTypes: [ReportBatchItemFailures]
                    %s
        """
                .formatted(source);
    }

    private static final Sandbox.Mode MODE = Sandbox.Mode.TEST_CLOCK;
}
