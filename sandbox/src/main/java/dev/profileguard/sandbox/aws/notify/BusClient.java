package dev.profileguard.sandbox.aws.notify;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// EventBridge's PutEvents, for the default bus.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
record BusClient(NotifyServices services, Caller caller) implements EventBridgeClient {
    private static final String BUS = Stack.arn("events", "event-bus/default");
    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 262_144;
    private static final ServiceErrors<EventBridgeException> ERRORS =
            new ServiceErrors<>(
                    EventBridgeException.class, "EventBridge", EventBridgeException::builder);

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        List<PutEventsRequestEntry> entries =
                services.recorded(
                        services.call(caller, "events", "PutEvents", BUS),
                        () -> checked(request.entries()));
        List<PutEventsResultEntry> results = entries.stream().map(this::put).toList();
        long failed = results.stream().filter(result -> result.eventId() == null).count();
        return PutEventsResponse.builder().entries(results).failedEntryCount((int) failed).build();
    }

    private List<PutEventsRequestEntry> checked(List<PutEventsRequestEntry> entries) {
        services.requireAvailable("PutEvents", ERRORS, "InternalException");
        String refused = services.refusal(caller, "events:PutEvents", BUS);
        if (refused != null) {
            throw ERRORS.of(400, "AccessDeniedException", refused);
        }
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw ERRORS.of(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint:"
                            + " Member must have length between 1 and 10");
        }
        if (entries.stream().mapToInt(BusClient::size).sum() > MOST_BYTES) {
            throw ERRORS.of(
                    400,
                    "ValidationException",
                    "Total size of the entries in the request is over the limit.");
        }
        return entries;
    }

    private PutEventsResultEntry put(PutEventsRequestEntry entry) {
        if (entry.source() == null || entry.detailType() == null || entry.detail() == null) {
            return failed("InvalidArgument", "Source, DetailType and Detail are required.");
        }
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        String id = UUID.randomUUID().toString();
        Instant now = services.clock().instant();
        try {
            event.put("version", "0");
            event.put("id", id);
            event.put("detail-type", entry.detailType());
            event.put("source", entry.source());
            event.put("account", Stack.ACCOUNT);
            event.put("time", now.truncatedTo(ChronoUnit.SECONDS).toString());
            event.put("region", Stack.REGION);
            event.put("resources", entry.resources());
            event.put("detail", JSON.std.mapFrom(entry.detail()));
        } catch (IOException e) {
            return failed("MalformedDetail", "Detail is malformed.");
        }
        services.bus().put(BusEvent.of(text(event)));
        services.notifications()
                .add(new Notification(now, "events", BUS, entry.detailType(), entry.detail()));
        return PutEventsResultEntry.builder().eventId(id).build();
    }

    private static PutEventsResultEntry failed(String code, String message) {
        return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
    }

    private static String text(Map<String, @Nullable Object> event) {
        try {
            return JSON.std.asString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int size(PutEventsRequestEntry entry) {
        return bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
