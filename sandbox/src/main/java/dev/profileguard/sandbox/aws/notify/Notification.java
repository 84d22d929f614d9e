package dev.profileguard.sandbox.aws.notify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message or event that was sent to people or other systems.
///
/// @param channel `sns` or `events`
/// @param target the ARN of the topic or the bus
/// @param subject a message's subject, an event's detail type; null: none was given
/// @param body a message's text, an event's detail as JSON
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
