package dev.profileguard.finding.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventSinkTest {
    @Test
    void sendsTenEntriesInARequest() {
        assertThat(send(notices(25, "small"))).isEmpty();

        assertThat(requests).extracting(List::size).containsExactly(10, 10, 5);
    }

    @Test
    void limitsTheSizeOfARequest() {
        assertThat(send(notices(10, "\u4e00".repeat(20_000)))).isEmpty();

        assertThat(requests).extracting(List::size).containsExactly(4, 4, 2);
    }

    @Test
    void returnsTheEntriesThatWereRejected() {
        refused = 3;

        assertThat(send(notices(10, "small")))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.notice().finding().eventId()).isEqualTo("event-3");
                    assertThat(failed.error()).isEqualTo("ThrottlingException: slow down");
                    assertThat(failed.sink()).isEqualTo("EventBridge");
                });
    }

    @Test
    void anEventForABusNamesIt() {
        assertThat(EventSink.of(() -> client, BUS, NATIVE).send(notices(1, "small"))).isEmpty();
        assertThat(send(notices(1, "small"))).isEmpty();

        assertThat(requests)
                .flatExtracting(request -> request)
                .extracting(PutEventsRequestEntry::eventBusName)
                .containsExactly(BUS, null);
    }

    @Test
    void theDetailTypeNamesTheRuleAndTheSchema() {
        EventForm ocsf = new EventForm(EventSchema.OCSF, Place.UNKNOWN, InstantSource.system());
        EventSink.ofDefaultBus(() -> client, ocsf).send(notices(1, "small"));
        send(notices(1, "small"));

        assertThat(requests)
                .flatExtracting(request -> request)
                .extracting(PutEventsRequestEntry::detailType)
                .containsExactly(
                        "Profile Guard: ProfileGuard (OCSF)", "Profile Guard: ProfileGuard");
    }

    @Test
    void sendsAnEventThatIsNoFindingOnceAndSaysWhyItFailed() {
        EventSink sink = EventSink.of(() -> client, BUS, NATIVE);

        assertThat(sink.send("status", Map.of("paused", false))).isNull();
        refused = 0;
        assertThat(sink.send("status", Map.of())).isEqualTo("ThrottlingException: slow down");

        assertThat(requests)
                .flatExtracting(request -> request)
                .first()
                .satisfies(entry -> {
                    assertThat(entry.source()).isEqualTo("profile-guard");
                    assertThat(entry.detailType()).isEqualTo("Profile Guard: status");
                    assertThat(entry.detail()).isEqualTo("{\"paused\":false}");
                    assertThat(entry.eventBusName()).isEqualTo(BUS);
                });
    }

    @Test
    void makesNoRequestWithoutNotices() {
        assertThat(send(List.of())).isEmpty();

        assertThat(requests).isEmpty();
    }

    private static final String BUS = "arn:aws:events:us-east-1:210987654321:event-bus/findings";
    private static final EventForm NATIVE =
            new EventForm(EventSchema.NATIVE, Place.UNKNOWN, InstantSource.system());

    private final EventBridgeClient client = mock(EventBridgeClient.class);
    private final List<List<PutEventsRequestEntry>> requests = new ArrayList<>();
    private int refused = -1;

    @BeforeEach
    void play() {
        when(client.putEvents(ArgumentMatchers.<Consumer<PutEventsRequest.Builder>>any()))
                .thenAnswer(call -> {
                    PutEventsRequest.Builder request = PutEventsRequest.builder();
                    call.<Consumer<PutEventsRequest.Builder>>getArgument(0).accept(request);
                    List<PutEventsRequestEntry> entries = request.build().entries();
                    requests.add(entries);
                    return PutEventsResponse.builder()
                            .entries(
                                    IntStream.range(0, entries.size())
                                            .mapToObj(this::result)
                                            .toList())
                            .build();
                });
    }

    private PutEventsResultEntry result(int index) {
        return index == refused
                ? PutEventsResultEntry.builder()
                        .errorCode("ThrottlingException")
                        .errorMessage("slow down")
                        .build()
                : PutEventsResultEntry.builder().eventId("id").build();
    }

    private List<Undelivered> send(List<Notice> notices) {
        return EventSink.ofDefaultBus(() -> client, NATIVE).send(notices);
    }

    private static List<Notice> notices(int count, String cause) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Notice(
                                new Finding(
                                        Kind.ROLE_GONE,
                                        "instance-profile/web",
                                        "123456789012",
                                        "mallory",
                                        cause,
                                        List.of(),
                                        List.of(),
                                        "event-" + i),
                                Notice.Status.OPEN,
                                Instant.parse("2026-01-15T09:30:00Z")))
                .toList();
    }
}
