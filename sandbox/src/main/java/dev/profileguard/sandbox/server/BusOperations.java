package dev.profileguard.sandbox.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// EventBridge's PutEvents. Anybody may put.
record BusOperations(EventBridgeClient bus) implements ClientService.Operations {
    static ClientService service(EventBridgeClient bus) {
        return new ClientService(
                "AWSEvents.", "application/x-amz-json-1.1", "", new BusOperations(bus));
    }

    @Override
    public Map<String, Object> answer(String operation, Map<String, Object> request) {
        if (!operation.equals("PutEvents")) {
            throw new Refusal(
                    400,
                    "UnknownOperationException",
                    "The sandbox has only PutEvents of EventBridge.");
        }
        List<PutEventsRequestEntry> entries =
                request.get("Entries") instanceof List<?> list
                        ? list.stream().map(BusOperations::entry).toList()
                        : List.of();
        PutEventsResponse response = bus.putEvents(call -> call.entries(entries));
        return Map.of(
                "FailedEntryCount",
                response.failedEntryCount(),
                "Entries",
                response.entries().stream().map(BusOperations::json).toList());
    }

    private static PutEventsRequestEntry entry(@Nullable Object value) {
        return PutEventsRequestEntry.builder()
                .source(text(value, "Source"))
                .detailType(text(value, "DetailType"))
                .detail(text(value, "Detail"))
                .build();
    }

    private static @Nullable String text(@Nullable Object value, String name) {
        return value instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : null;
    }

    private static Map<String, String> json(PutEventsResultEntry result) {
        Map<String, String> json = new LinkedHashMap<>();
        if (result.eventId() != null) {
            json.put("EventId", result.eventId());
        } else {
            json.put("ErrorCode", result.errorCode());
            json.put("ErrorMessage", result.errorMessage());
        }
        return json;
    }
}
