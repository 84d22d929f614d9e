package dev.profileguard.lambda;

import dev.profileguard.event.Json;
import dev.profileguard.event.JsonFields;
import dev.profileguard.event.UnreadableEventException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One message of a batch from an SQS queue.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
///
/// @param at the path of the message in the batch, for errors
/// @param body an EventBridge event as JSON; another value in an invalid message
public record SqsMessage(String at, String id, Object body) {
    private static final String RECORDS = "Records";

    /// Whether this JSON object is a batch.
    public static boolean isBatch(Map<?, ?> json) {
        return json.containsKey(RECORDS);
    }

    /// The messages of a batch, in order.
    ///
    /// @throws UnreadableEventException if a message has no ID, because the response must name
    ///   failed messages by ID
    public static List<SqsMessage> in(Map<?, ?> json) {
        List<?> records = new JsonFields("", json).list(RECORDS);
        return IntStream.range(0, records.size())
                .mapToObj(i -> message("%s[%d]".formatted(RECORDS, i), records.get(i)))
                .toList();
    }

    private static SqsMessage message(String at, Object json) {
        if (!(json instanceof Map<?, ?> record)) {
            throw new UnreadableEventException(at + " must be an object");
        }
        Object body = record.get("body");
        return new SqsMessage(
                at, new JsonFields(at, record).text("messageId"), body == null ? "" : body);
    }

    /// The EventBridge event in the message.
    ///
    /// @throws UnreadableEventException if there is none
    public Map<String, Object> event() {
        if (!(body instanceof String text)) {
            throw new UnreadableEventException(at + ".body must be a string");
        }
        return Json.read(at + ".body", text);
    }
}
