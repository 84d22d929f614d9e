package dev.profileguard.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event on EventBridge.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
///
/// @param id the event's own ID
/// @param eventId CloudTrail's ID of the recorded call; null, as the next three: the event contains
///   no recorded call
/// @param actor the ARN of the caller
/// @param operation the name of the call
/// @param subject the resource of the call, such as `role/web`
/// @param json the whole event as JSON
public record BusEvent(
        String id,
        @Nullable String eventId,
        @Nullable String actor,
        @Nullable String operation,
        @Nullable String subject,
        String json) {
    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    /// The event that EventBridge sends for a recorded call.
    public static BusEvent of(CallRecord record) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "AWS API Call via CloudTrail");
        event.put("source", "aws." + service(record));
        event.put("account", record.json().get("recipientAccountId"));
        event.put("time", record.json().get("eventTime"));
        event.put("region", record.region());
        event.put("resources", List.of());
        event.put("detail", record.json());
        return of(event);
    }

    private static String service(CallRecord record) {
        return String.valueOf(record.json().get("eventSource")).split("\\.", 2)[0];
    }

    /// An event from its JSON.
    ///
    /// @throws IllegalArgumentException when the text is no JSON object
    public static BusEvent of(String json) {
        try {
            Map<String, @Nullable Object> event = new LinkedHashMap<>(FORMAT.mapFrom(json));
            return of(event);
        } catch (IOException e) {
            throw new IllegalArgumentException("The event is no JSON object", e);
        }
    }

    /// The event in a message of a queue: the whole message, or the event in Lambda's record of an
    /// invocation that failed.
    ///
    /// @throws IllegalArgumentException when the text is no JSON object
    public static BusEvent in(String message) {
        try {
            Map<String, Object> json = FORMAT.mapFrom(message);
            return json.get("requestPayload") instanceof Map<?, ?> event
                    ? of(FORMAT.asString(event))
                    : of(message);
        } catch (IOException e) {
            throw new IllegalArgumentException("The message is no JSON object", e);
        }
    }

    private static BusEvent of(Map<String, @Nullable Object> event) {
        Object detail = event.get("detail");
        String id = text(event, "id");
        try {
            return new BusEvent(
                    id == null ? UUID.randomUUID().toString() : id,
                    text(detail, "eventID"),
                    detail instanceof Map<?, ?> map ? text(map.get("userIdentity"), "arn") : null,
                    text(detail, "eventName"),
                    detail instanceof Map<?, ?> map
                            ? Subjects.of(
                                    String.valueOf(map.get("eventSource")).split("\\.", 2)[0],
                                    map.get("requestParameters"))
                            : null,
                    FORMAT.asString(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String text(@Nullable Object object, String key) {
        return object instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : null;
    }
}
