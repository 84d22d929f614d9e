package dev.profileguard.finding.delivery;

import dev.profileguard.event.Json;
import dev.profileguard.finding.Notice;
import dev.profileguard.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Sends findings to an event bus of EventBridge. Each rule has its own detail type.
///
/// See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
public final class EventSink implements FindingSink {
    /// The IAM permission for sending.
    public static final String PERMISSION = "events:PutEvents";

    /// The source of the events.
    public static final String SOURCE = "profile-guard";

    /// What each detail type begins with.
    public static final String DETAIL_TYPE = "Profile Guard: ";

    /// The number of entries in a request, and their total size. See
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    private static final Batches BATCHES = new Batches(10, 250_000);

    private final String name;
    private final Supplier<EventBridgeClient> client;
    private final String bus;
    private final EventForm form;

    private EventSink(String name, Supplier<EventBridgeClient> client, String bus, EventForm form) {
        this.name = name;
        this.client = client;
        this.bus = bus;
        this.form = form;
    }

    /// Sends to the default bus of the account.
    ///
    /// @param client created when there is something to send
    public static EventSink ofDefaultBus(Supplier<EventBridgeClient> client, EventForm form) {
        return new EventSink("EventBridge", client, "", form);
    }

    /// Sends to the bus of the parameter `FindingsBus`, whose policy has to allow it if another
    /// account owns the bus.
    ///
    /// @param client for the region of the bus; created when there is something to send
    /// @param bus its ARN
    public static EventSink of(Supplier<EventBridgeClient> client, String bus, EventForm form) {
        return new EventSink("FindingsBus", client, bus, form);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Undelivered> send(List<Notice> notices) {
        List<Undelivered> failed = new ArrayList<>();
        BATCHES.of(notices, notice -> size(entry(notice)))
                .forEach(batch -> failed.addAll(put(batch)));
        return failed;
    }

    /// Sends one request. EventBridge may accept some entries and reject others.
    private List<Undelivered> put(List<Notice> batch) {
        try {
            List<PutEventsResultEntry> results =
                    putEntries(batch.stream().map(this::entry).toList());
            List<Undelivered> failed = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                String error = error(results.get(i));
                if (error != null) {
                    failed.add(new Undelivered(name(), error, batch.get(i)));
                }
            }
            return failed;
        } catch (RuntimeException e) { // other batches may still succeed
            return batch.stream().map(notice -> new Undelivered(this, e, notice)).toList();
        }
    }

    /// Sends an event that is no finding, once.
    ///
    /// @param what the rest of its detail type
    /// @return why it was not sent; null: it was
    public @Nullable String send(String what, Map<String, Object> detail) {
        try {
            PutEventsRequestEntry entry = entry(DETAIL_TYPE + what, Json.text(detail));
            return error(putEntries(List.of(entry)).getFirst());
        } catch (RuntimeException e) { // the sender goes on without it
            return VisibleText.message(e.getMessage());
        }
    }

    private List<PutEventsResultEntry> putEntries(List<PutEventsRequestEntry> entries) {
        return client.get().putEvents(request -> request.entries(entries)).entries();
    }

    private static @Nullable String error(PutEventsResultEntry result) {
        return result.eventId() == null
                ? "%s: %s".formatted(result.errorCode(), result.errorMessage())
                : null;
    }

    private PutEventsRequestEntry entry(Notice notice) {
        return entry(form.detailType(notice), form.detail(notice));
    }

    private PutEventsRequestEntry entry(String detailType, String detail) {
        return PutEventsRequestEntry.builder()
                .source(SOURCE)
                .detailType(detailType)
                .detail(detail)
                .eventBusName(bus.isEmpty() ? null : bus)
                .build();
    }

    private static int size(PutEventsRequestEntry entry) {
        return bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
