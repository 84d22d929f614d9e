package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.guard.ProfileGuardHandler;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.NodeRoleCheckHandler;
import dev.profileguard.provision.ProfileProvisionerHandler;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.tag.TagEnforcerHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.invocation.InvocationOnMock;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A function retries the events on which it failed from a queue. A message that no retry can help
/// goes to the dead-letter queue at once.
class QueuedEventsTest {
    /// @param event a file under `events/` on which the function acts
    record Sample(String name, Function<Platform, RequestStreamHandler> function, String event) {
        @Override
        public String toString() {
            return name;
        }

        String text() {
            try {
                return SampleFunction.event(name + "/" + event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample("ProfileGuard", ProfileGuardHandler::new, "role-removed"),
                new Sample("ProfileProvisioner", ProfileProvisionerHandler::new, "role-created"),
                new Sample("TagEnforcer", TagEnforcerHandler::new, "role-tagged"),
                new Sample("NodeRoleCheck", NodeRoleCheckHandler::new, "policy-detached"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEventAndTheRecordOfItsFailureHaveTheSameResult(Sample sample) {
        String event = sample.text();

        assertThat(answer(sample, event)).isEmpty();
        List<String> decisions = decisions();
        assertThat(answer(sample, failed(event))).isEmpty();

        assertThat(decisions()).isEqualTo(decisions).hasSize(1).doesNotContain("failed");
        assertThat(deadLetters).isEmpty();
    }

    /// Somebody invoked the function asynchronously with a dead letter, twice.
    @ParameterizedTest
    @MethodSource("samples")
    void theRecordOfAFailureWithARecordHasTheSameResult(Sample sample) {
        answer(sample, sample.text());
        List<String> decisions = decisions();

        assertThat(answer(sample, failed(failed(failed(sample.text()))))).isEmpty();

        assertThat(decisions()).isEqualTo(decisions);
        assertThat(deadLetters).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEventThatFailsComesAgain(Sample sample) {
        iamFails = true;

        assertThat(answer(sample, failed(sample.text()), "{\"detail-type\": \"other\"}"))
                .containsExactly("m-0");
        assertThat(decisions()).containsExactly("failed", "not-for-us");
        assertThat(deadLetters).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anUnreadableMessageBecomesADeadLetterAndTheOthersAreProcessed(Sample sample) {
        for (String unreadable : unreadable()) {
            deadLetters.clear();

            assertThat(answer(sample, sample.text(), unreadable, sample.text()))
                    .as(unreadable)
                    .isEmpty();
            assertThat(deadLetters).containsExactly(unreadable);
            assertThat(decisions()).hasSize(3).element(1).isEqualTo("failed");
            assertThat(reported.get(1).why()).contains("Records[1]", "dead-letter queue");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anUnreadableMessageComesAgainWhereItCannotBeSent(Sample sample) {
        sendingFails = true;
        for (String unreadable : unreadable()) {
            assertThat(answer(sample, sample.text(), unreadable))
                    .as(unreadable)
                    .containsExactly("m-1");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anUnreadableMessageComesAgainWhereThereIsNoDeadLetterQueue(Sample sample) {
        environment.remove("FAILURES_QUEUE");

        assertThat(answer(sample, "no json")).containsExactly("m-0");
        assertThat(deadLetters).isEmpty();
        assertThat(reported.getFirst().why()).doesNotContain("dead-letter queue");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void messagesForWhichNoTimeIsLeftComeAgain(Sample sample) {
        milliseconds = 20_000;

        assertThat(answer(sample, failed(sample.text()), "no json")).containsExactly("m-0", "m-1");
        assertThat(deadLetters).isEmpty();
    }

    /// In the last one, the request of a person failed. It may not be wanted any more, and nobody
    /// knows who sent the message.
    private static List<String> unreadable() {
        return List.of(
                "no json",
                "",
                "null",
                "[]",
                "{}",
                "{\"detail-type\": 7}",
                "{\"detail\": {}}",
                "{\"requestPayload\": null}",
                "{\"requestPayload\": 7}",
                "{\"requestPayload\": []}",
                "{\"requestPayload\": {}}",
                failed(failed(failed(failed("{\"detail-type\": \"other\"}")))),
                "{\"requestPayload\": {\"detail-type\": \"AWS API Call via CloudTrail\"}}",
                failed("{\"show\": {\"profile\": \"prod-web\", \"role\": \"web\"}}"));
    }

    private final List<String> deadLetters = new ArrayList<>();
    private final List<Outcome> reported = new ArrayList<>();
    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "GUARD_MODE", "observe",
                            "GUARDED_PROFILES", "prod-*",
                            "PROVISION_MODE", "observe",
                            "PROVISION_FOR", "all",
                            "TAG_MODE", "observe",
                            "NODE_ROLE_MODE", "observe",
                            "TAG_POLICY",
                                    "{\"tags\": {\"Owner\": {\"report_required_tag_for\":"
                                            + " [\"iam:role\"]}}}",
                            "BASELINE_TABLE", "t",
                            "FAILURES_QUEUE", "https://sqs.invalid/1/failures"));
    private boolean iamFails;
    private boolean sendingFails;
    private int milliseconds = 60_000;

    private List<String> decisions() {
        return reported.stream().map(outcome -> outcome.decision().text()).toList();
    }

    /// The IDs of the messages that come again.
    private List<String> answer(Sample sample, String... bodies) {
        reported.clear();
        Context context = mock(Context.class);
        when(context.getRemainingTimeInMillis()).thenReturn(milliseconds);
        when(context.getInvokedFunctionArn())
                .thenReturn("arn:aws:lambda:us-east-1:123456789012:function:f");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            sample.function()
                    .apply(platform())
                    .handleRequest(
                            new ByteArrayInputStream(
                                    QueueBatches.of(bodies).getBytes(StandardCharsets.UTF_8)),
                            output,
                            context);
            Map<String, Object> answer = JSON.std.mapFrom(output.toString(StandardCharsets.UTF_8));
            assertThat(answer).containsOnlyKeys("batchItemFailures");
            return ((List<?>) answer.get("batchItemFailures"))
                    .stream()
                            .map(each -> (Map<?, ?>) each)
                            .map(each -> String.valueOf(each.get("itemIdentifier")))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Platform platform() {
        return new Platform(
                environment,
                iamFails ? mock(IamClient.class, QueuedEventsTest::fail) : new SampleIam(),
                new RecordingDynamo(),
                name -> "",
                InstantSource.fixed(Instant.parse("2026-01-15T10:00:00Z")),
                time -> {},
                (_, result, _) -> reported.addAll(result.outcomes()),
                new Queues(),
                AuditClients.NONE);
    }

    private static Object fail(InvocationOnMock call) {
        throw new IllegalStateException("IAM does not answer " + call.getMethod().getName());
    }

    /// Lambda's record of the invocations with a payload that failed.
    private static String failed(String payload) {
        try {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", "1.0");
            json.put("requestContext", Map.of("condition", "RetriesExhausted"));
            json.put("requestPayload", JSON.std.anyFrom(payload));
            json.put("responsePayload", Map.of("errorMessage", "Rate exceeded"));
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Queues implements NotificationClients {
        @Override
        public SnsClient topics(String region) {
            throw new AssertionError("nothing is published");
        }

        @Override
        public EventBridgeClient bus() {
            throw new AssertionError("no event is put");
        }

        @Override
        public EventBridgeClient bus(String region) {
            return bus();
        }

        @Override
        public FindingImport securityHub() {
            throw new AssertionError("no finding is imported");
        }

        @Override
        public SqsClient queues() {
            return new SendingQueue(request -> {
                if (sendingFails) {
                    throw new IllegalStateException("SQS does not answer");
                }
                assertThat(request.queueUrl()).isEqualTo("https://sqs.invalid/1/failures");
                deadLetters.add(request.messageBody());
            });
        }
    }
}
