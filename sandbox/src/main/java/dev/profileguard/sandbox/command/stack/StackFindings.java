package dev.profileguard.sandbox.command.stack;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.aws.securityhub.FindingImportRest;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.delivery.EventForm;
import dev.profileguard.finding.delivery.EventSchema;
import dev.profileguard.finding.delivery.EventSink;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.Place;
import dev.profileguard.finding.delivery.SecurityHubSink;
import dev.profileguard.finding.delivery.TopicFormat;
import dev.profileguard.finding.delivery.TopicSink;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.iam.Arn;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;

/// Sends findings where the functions of the stack send them, in the same form, with the caller's
/// permissions.
public record StackFindings(DeployedStack stack) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "FindingsTopic";
    private static final String EVENTS = "EventBridge";
    private static final String BUS = "FindingsBus";
    private static final String HUB = "SecurityHub";

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
            case BUS -> {
                String bus = parameter(BUS);
                yield bus.isEmpty() ? "FindingsBus is not set any more" : put(bus, notice);
            }
            case HUB ->
                    parameter(HUB).equals("on")
                            ? importInto(notice)
                            : "SecurityHub is not on any more";
            default -> "it has no known destination";
        };
    }

    private @Nullable String publish(String topic, Notice notice) {
        try (SnsClient topics = regionOf(topic).client(SnsClient.builder(), "SNS", PATIENCE)) {
            return failure(new TopicSink(() -> topics, topic, format()), notice);
        }
    }

    private AwsAccess regionOf(String arn) {
        AwsAccess access = stack.aws();
        return new AwsAccess(access.variables(), access.credentials(), Region.of(Arn.region(arn)));
    }

    private @Nullable String put(Notice notice) {
        try (EventBridgeClient bus =
                stack.aws().client(EventBridgeClient.builder(), "EVENTBRIDGE", PATIENCE)) {
            return failure(EventSink.ofDefaultBus(() -> bus, form(notice)), notice);
        }
    }

    /// The policy of a bus may allow only the functions.
    private @Nullable String put(String arn, Notice notice) {
        try (EventBridgeClient bus =
                regionOf(arn).client(EventBridgeClient.builder(), "EVENTBRIDGE", PATIENCE)) {
            return failure(EventSink.of(() -> bus, arn, form(notice)), notice);
        }
    }

    private @Nullable String importInto(Notice notice) {
        AwsAccess access = stack.aws();
        String region = access.region().id();
        URI other = access.endpoint("SECURITYHUB");
        try (SdkHttpClient http = LiveCalls.http(PATIENCE, PATIENCE)) {
            FindingImportRest hub =
                    new FindingImportRest(
                            new SignedCalls(http, access.credentials(), time -> {}),
                            other == null
                                    ? LiveCalls.endpoint("securityhub", Map.of(), region)
                                    : other,
                            region);
            return failure(
                    new SecurityHubSink(() -> hub, place(notice), InstantSource.system()), notice);
        }
    }

    private Place place(Notice notice) {
        AwsAccess access = stack.aws();
        return new Place(
                access.region().metadata().partition().id(),
                access.region().id(),
                notice.finding().account());
    }

    private EventForm form(Notice notice) {
        EventSchema schema =
                Arrays.stream(EventSchema.values())
                        .filter(each -> each.text().equals(parameter("FindingsSchema")))
                        .findFirst()
                        .orElse(EventSchema.NATIVE);
        return new EventForm(schema, place(notice), InstantSource.system());
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
