package dev.profileguard.sandbox.aws.notify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that left the account for people or other systems.
///
/// @param channel `sns` or `events`
/// @param target the topic's ARN, or the bus's
/// @param subject of a message; of an event its detail type; null: none was given
/// @param body of a message its text; of an event its detail, as JSON
public record Notification(
        Instant time, String channel, String target, @Nullable String subject, String body) {
    /// The notification as JSON values.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("time", time.toString());
        json.put("channel", channel);
        json.put("target", target);
        json.put("subject", subject);
        json.put("body", body);
        return json;
    }
}
