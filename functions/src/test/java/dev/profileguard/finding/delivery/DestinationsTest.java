package dev.profileguard.finding.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.SendingQueue;
import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.text.HostileText;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What people and programs get of a finding that has hostile text in one of its fields. The log is
/// in `LogLineTest`.
class DestinationsTest {
    private static final String PLAIN = "plain";
    private static final Place PLACE = new Place("aws", "us-east-1", "123456789012");
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-15T10:00:00Z"));

    /// The fields of a chat message that a chat does not show.
    private static final Set<String> KEYS = Set.of("id", "threadId");

    /// Each field of a finding, with each kind of hostile text.
    static List<Arguments> hostileFindings() {
        return Arrays.stream(Finding.class.getRecordComponents())
                .filter(field -> field.getType() != Kind.class)
                .flatMap(field ->
                        Arrays.stream(HostileText.values())
                                .map(hostile -> Arguments.of(field.getName(), hostile)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void anEMailHasTheSameLines(String field, HostileText hostile) {
        for (Status status : Status.values()) {
            String mail = sent(TopicFormat.EMAIL, notice(field, hostile, status)).message();

            assertThat(mail.lines()).noneMatch(HostileText::isHidden);
            assertThat(shape(mail))
                    .isEqualTo(shape(sent(TopicFormat.EMAIL, plain(status)).message()));
            if (isShown(field, status)) {
                assertThat(mail).contains(VisibleText.line(hostile.text()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void aSubjectIsOneThatSnsAccepts(String field, HostileText hostile) {
        for (TopicFormat format : TopicFormat.values()) {
            String subject = sent(format, notice(field, hostile, Status.OPEN)).subject();

            assertThat(subject).matches("[\\x20-\\x7e]{1,99}").startsWith("[CRITICAL] role-gone: ");
        }
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void aChatMessageHasNoOtherMarkup(String field, HostileText hostile) throws IOException {
        for (Status status : Status.values()) {
            String message = sent(TopicFormat.CHAT, notice(field, hostile, status)).message();
            assertThat(HostileText.isHidden(message)).isFalse();

            List<String> texts = texts(JSON.std.mapFrom(message));
            List<String> plain =
                    texts(JSON.std.mapFrom(sent(TopicFormat.CHAT, plain(status)).message()));

            assertThat(texts).hasSameSizeAs(plain);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(markup(texts.get(i))).as(texts.get(i)).isEqualTo(markup(plain.get(i)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void anEventHasExactValuesAndNothingHidden(String field, HostileText hostile)
            throws IOException {
        Notice notice = notice(field, hostile, Status.OPEN);

        String detail = put(EventSchema.NATIVE, notice);

        assertThat(HostileText.isHidden(detail)).isFalse();
        assertThat(JSON.std.mapFrom(detail)).isEqualTo(notice.json());
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void anEventOfTheOtherSchemaHasExactValuesAndNothingHidden(String field, HostileText hostile)
            throws IOException {
        for (Status status : Status.values()) {
            Notice notice = notice(field, hostile, status);

            String detail = put(EventSchema.OCSF, notice);

            assertThat(HostileText.isHidden(detail)).isFalse();
            assertThat(texts(JSON.std.mapFrom(detail)))
                    .contains(notice.finding().cause(), notice.finding().actor());
        }
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void aFindingInSecurityHubHasVisibleTexts(String field, HostileText hostile) {
        for (Status status : Status.values()) {
            Notice notice = notice(field, hostile, status);

            List<String> texts = texts(imported(notice));

            assertThat(texts).noneMatch(HostileText::isHidden).noneMatch(String::isBlank);
            assertThat(texts).contains(VisibleText.line(notice.finding().actor()));
        }
    }

    private static Map<String, Object> imported(Notice notice) {
        List<Map<String, Object>> findings = new ArrayList<>();
        FindingImport hub =
                given -> {
                    findings.addAll(given);
                    return Map.of();
                };
        assertThat(new SecurityHubSink(() -> hub, PLACE, CLOCK).send(List.of(notice))).isEmpty();
        return findings.getFirst();
    }

    /// The detail of the event.
    private static String put(EventSchema schema, Notice notice) {
        List<String> details = new ArrayList<>();
        EventBridgeClient bus =
                new EventBridgeClient() {
                    @Override
                    public PutEventsResponse putEvents(PutEventsRequest request) {
                        request.entries().forEach(entry -> details.add(entry.detail()));
                        return PutEventsResponse.builder()
                                .entries(PutEventsResultEntry.builder().eventId("1").build())
                                .build();
                    }

                    @Override
                    public String serviceName() {
                        return "events";
                    }

                    @Override
                    public void close() {}
                };
        EventForm form = new EventForm(schema, PLACE, CLOCK);
        assertThat(EventSink.ofDefaultBus(() -> bus, form).send(List.of(notice))).isEmpty();
        return details.getFirst();
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void aDeadLetterHasExactValuesAndNothingHidden(String field, HostileText hostile)
            throws IOException {
        Undelivered undelivered =
                new Undelivered("topic", hostile.text(), notice(field, hostile, Status.OPEN));
        List<String> bodies = new ArrayList<>();

        assertThat(new DeadLetters(() -> queue(bodies), "q").send(List.of(undelivered))).isEmpty();

        assertThat(bodies).hasSize(1).noneMatch(HostileText::isHidden);
        assertThat(JSON.std.mapFrom(bodies.getFirst())).isEqualTo(undelivered.json());
        assertThat(undelivered.error()).isEqualTo(VisibleText.message(hostile.text()));
    }

    @ParameterizedTest
    @EnumSource
    void anUnreadMessageHasExactValuesAndNothingHidden(HostileText hostile) throws IOException {
        Map<String, String> message = Map.of("key", hostile.text());
        List<String> bodies = new ArrayList<>();
        DeadLetters letters = new DeadLetters(() -> queue(bodies), "q");

        letters.sendUnread(JSON.std.asString(message));
        letters.sendUnread("no JSON: " + hostile.text());

        assertThat(bodies).hasSize(2).noneMatch(HostileText::isHidden);
        assertThat(JSON.std.mapFrom(bodies.getFirst())).isEqualTo(message);
    }

    private static SqsClient queue(List<String> bodies) {
        return new SendingQueue(request -> bodies.add(request.messageBody()));
    }

    @ParameterizedTest
    @MethodSource("hostileFindings")
    void aResponseHasExactValuesAndNothingHidden(String field, HostileText hostile)
            throws IOException {
        Finding finding = notice(field, hostile, Status.OPEN).finding();

        String json = Json.text(finding.json());

        assertThat(HostileText.isHidden(json)).isFalse();
        assertThat(JSON.std.mapFrom(json)).isEqualTo(finding.json());
    }

    private static PublishRequest sent(TopicFormat format, Notice notice) {
        List<PublishRequest> requests = new ArrayList<>();
        SnsClient topic =
                new SnsClient() {
                    @Override
                    public PublishResponse publish(PublishRequest request) {
                        requests.add(request);
                        return PublishResponse.builder().build();
                    }

                    @Override
                    public String serviceName() {
                        return "sns";
                    }

                    @Override
                    public void close() {}
                };
        assertThat(new TopicSink(() -> topic, "t", format).send(List.of(notice))).isEmpty();
        return requests.getFirst();
    }

    private static boolean isShown(String field, Status status) {
        return !field.equals("todo") || status != Status.RESOLVED;
    }

    /// The number of lines, and the start of each that Profile Guard writes.
    private static List<String> shape(String mail) {
        return mail.lines().map(line -> line.replaceFirst("(:|^-|, event) .*", "$1")).toList();
    }

    /// The characters with a meaning in a chat, without those in code spans.
    private static String markup(String text) {
        return text.replaceAll("`[^`]*`", "``")
                .replaceAll("&(amp|lt|gt);", "")
                .replaceAll("[^`<>*~\\n]|_(?=\\w)|(?<=\\w)_", "");
    }

    /// The texts that a chat shows.
    private static List<String> texts(Object json) {
        return switch (json) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .filter(each -> !KEYS.contains(each.getKey()))
                            .flatMap(each -> texts(each.getValue()).stream())
                            .toList();
            case List<?> list -> list.stream().flatMap(each -> texts(each).stream()).toList();
            default -> List.of(json.toString());
        };
    }

    private static Notice plain(Status status) {
        return notice("none", HostileText.TAB, status);
    }

    private static Notice notice(String field, HostileText hostile, Status status) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (RecordComponent each : Finding.class.getRecordComponents()) {
            texts.put(each.getName(), each.getName().equals(field) ? hostile.text() : PLAIN);
        }
        return new Notice(finding(texts), status, Instant.parse("2026-01-15T09:30:00Z"));
    }

    /// A finding of these texts by the name of the field; a list has one.
    private static Finding finding(Map<String, String> texts) {
        Object[] values =
                Arrays.stream(Finding.class.getRecordComponents())
                        .map(each -> value(each, Objects.requireNonNull(texts.get(each.getName()))))
                        .toArray();
        try {
            return (Finding) Finding.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object value(RecordComponent field, String text) {
        if (field.getType() == Kind.class) {
            return Kind.ROLE_GONE;
        }
        if (field.getType() == List.class) {
            return List.of(text);
        }
        return Stream.of(text)
                .filter(each -> field.getType() == String.class)
                .findFirst()
                .orElseThrow(() -> new AssertionError("give " + field + " a hostile text here"));
    }
}
