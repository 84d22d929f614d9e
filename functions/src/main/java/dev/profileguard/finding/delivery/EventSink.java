package dev.profileguard.finding.delivery;

import dev.profileguard.event.Json;
import dev.profileguard.finding.Notice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Sends findings to the default event bus of EventBridge. Each rule has its own detail type.
///
/// See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
public final class EventSink implements FindingSink {
    /// The IAM permission for sending.
    public static final String PERMISSION = "events:PutEvents";

    /// The source of the events.
    public static final String SOURCE = "profile-guard";

    private static final int MAX_ENTRIES = 10;

    /// The total size of the entries in one request. See
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    private static final int MAX_BYTES = 250_000;

    private final Supplier<EventBridgeClient> client;

    /// @param client created when there is something to send
    public EventSink(Supplier<EventBridgeClient> client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "EventBridge";
    }

    @Override
    public List<Undelivered> send(List<Notice> notices) {
        List<Undelivered> failed = new ArrayList<>();
        List<Notice> batch = new ArrayList<>();
        int bytes = 0;
        for (Notice notice : notices) {
            int entrySize = size(entry(notice));
            if (batch.size() == MAX_ENTRIES
                    || (!batch.isEmpty() && bytes + entrySize > MAX_BYTES)) {
                failed.addAll(put(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(notice);
            bytes += entrySize;
        }
        failed.addAll(put(batch));
        return failed;
    }

    /// Sends one request. EventBridge may accept some entries and reject others.
    private List<Undelivered> put(List<Notice> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        List<PutEventsRequestEntry> entries = batch.stream().map(EventSink::entry).toList();
        try {
            List<PutEventsResultEntry> results =
                    client.get().putEvents(request -> request.entries(entries)).entries();
            List<Undelivered> failed = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                PutEventsResultEntry result = results.get(i);
                if (result.eventId() == null) {
                    String error = "%s: %s".formatted(result.errorCode(), result.errorMessage());
                    failed.add(new Undelivered(name(), error, batch.get(i)));
                }
            }
            return failed;
        } catch (RuntimeException e) { // other batches may still succeed
            return batch.stream().map(notice -> new Undelivered(this, e, notice)).toList();
        }
    }

    private static PutEventsRequestEntry entry(Notice notice) {
        return PutEventsRequestEntry.builder()
                .source(SOURCE)
                .detailType("Profile Guard: " + notice.finding().kind().rule().text())
                .detail(Json.text(notice.json()))
                .build();
    }

    private static int size(PutEventsRequestEntry entry) {
        return bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
