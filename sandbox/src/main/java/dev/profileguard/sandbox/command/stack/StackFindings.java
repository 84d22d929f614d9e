package dev.profileguard.sandbox.command.stack;

import dev.profileguard.finding.Notice;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.TopicFormat;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.iam.Arn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;

/// Sends findings where the functions of the stack send them, in the same form, with the caller's
/// permissions.
public record StackFindings(DeployedStack stack) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "FindingsTopic";
    private static final String EVENTS = "EventBridge";

    /// Sends a notice.
    ///
    /// @param sink the name of the sink that did not accept it
    /// @return why it was not sent, as a sentence; null: it was
    public @Nullable String send(String sink, Notice notice) {
        return switch (sink) {
            case TOPIC -> {
                String topic = parameter(TOPIC);
                yield topic.isEmpty()
                        ? "FindingsTopic is not set any more"
                        : publish(topic, notice);
            }
            case EVENTS ->
                    parameter("FindingsEvents").equals("true")
                            ? put(notice)
                            : "FindingsEvents is not true any more";
            default -> "it has no known destination";
        };
    }

    private @Nullable String publish(String topic, Notice notice) {
        AwsAccess access = stack.aws();
        AwsAccess there =
                new AwsAccess(
                        access.variables(), access.credentials(), Region.of(Arn.region(topic)));
        try (SnsClient topics = there.client(SnsClient.builder(), "SNS", PATIENCE)) {
            return failure(new TopicSink(() -> topics, topic, format()), notice);
        }
    }

    private @Nullable String put(Notice notice) {
        try (EventBridgeClient bus =
                stack.aws().client(EventBridgeClient.builder(), "EVENTBRIDGE", PATIENCE)) {
            return failure(new EventSink(() -> bus), notice);
        }
    }

    private static @Nullable String failure(FindingSink sink, Notice notice) {
        List<Undelivered> failed = sink.send(List.of(notice));
        return failed.isEmpty() ? null : failed.getFirst().error();
    }

    private TopicFormat format() {
        return Arrays.stream(TopicFormat.values())
                .filter(each -> each.text().equals(parameter("FindingsFormat")))
                .findFirst()
                .orElse(TopicFormat.EMAIL);
    }

    private String parameter(String name) {
        return stack.parameters().getOrDefault(name, "");
    }
}
