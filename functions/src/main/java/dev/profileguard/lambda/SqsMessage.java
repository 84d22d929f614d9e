package dev.profileguard.lambda;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Json;
import dev.profileguard.event.JsonFields;
import dev.profileguard.event.UnreadableEventException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One message of a batch from an SQS queue.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
///
/// @param at the path of the message in the batch, for errors
/// @param body JSON: an EventBridge event, or Lambda's record of an invocation that failed; another
///   value in an invalid message
/// @param receives how often the queue has delivered it, this time included; 1: unknown
public record SqsMessage(String at, String id, Object body, int receives) {
    /// The key of the messages in a batch.
    static final String RECORDS = "Records";

    private static final String INVOKED_WITH = "requestPayload";

    /// How many records of failed invocations may be around an event: somebody can invoke a
    /// function asynchronously with a dead letter, which then fails too.
    private static final int MOST_RECORDS = 3;

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
                at,
                new JsonFields(at, record).text("messageId"),
                body == null ? "" : body,
                receives(record.get("attributes")));
    }

    private static int receives(@Nullable Object attributes) {
        return attributes instanceof Map<?, ?> map
                        && map.get("ApproximateReceiveCount") instanceof String count
                        && count.matches("[0-9]{1,6}")
                ? Integer.parseInt(count)
                : 1;
    }

    /// The EventBridge event in the message. Lambda's record of a failed invocation contains the
    /// event with which it invoked the function. What else the record says, such as the function
    /// and the time, is not used: anybody who may send a message can write it.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    ///
    /// @throws UnreadableEventException if there is none
    public Map<String, Object> event() {
        Map<String, Object> event = json();
        for (int i = 0; i < MOST_RECORDS && event.containsKey(INVOKED_WITH); i++) {
            event = invokedWith(event);
        }
        if (!CloudTrailEvent.isEvent(event)) {
            throw new UnreadableEventException(
                    at + ".body is not an event. A queue repeats no manual request");
        }
        return event;
    }

    /// The body.
    ///
    /// @throws UnreadableEventException if it is not a JSON object
    public Map<String, Object> json() {
        if (!(body instanceof String text)) {
            throw new UnreadableEventException(at + ".body must be a string");
        }
        return Json.read(at + ".body", text);
    }

    private Map<String, Object> invokedWith(Map<String, Object> failure) {
        Map<String, Object> event = new LinkedHashMap<>();
        new JsonFields(at + ".body", failure)
                .object(INVOKED_WITH)
                .values()
                .forEach((key, value) -> event.put(String.valueOf(key), value));
        return event;
    }
}
