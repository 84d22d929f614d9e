package dev.profileguard.sandbox.aws.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.sqs.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The event with which Lambda passes a batch of messages to a function.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
final class SqsEvent {
    /// The sender of EventBridge's messages.
    private static final String SENDER = "AIDAJXNJGGKNS7OSV23OI";

    private SqsEvent() {}

    static String json(List<Message> batch, String queue) {
        List<Map<String, Object>> records =
                batch.stream().map(message -> record(message, queue)).toList();
        try {
            return JSON.std.asString(Map.of("Records", records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> record(Message message, String queue) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("ApproximateReceiveCount", Integer.toString(message.receives()));
        attributes.put("SentTimestamp", milliseconds(message.sent()));
        attributes.put("SenderId", SENDER);
        attributes.put("ApproximateFirstReceiveTimestamp", milliseconds(message.firstReceived()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", message.id());
        json.put("receiptHandle", message.receipt());
        json.put("body", message.body());
        json.put("attributes", attributes);
        json.put("messageAttributes", Map.of());
        json.put("md5OfBody", md5(message.body()));
        json.put("eventSource", "aws:sqs");
        json.put("eventSourceARN", queue);
        json.put("awsRegion", Stack.REGION);
        return json;
    }

    private static String milliseconds(@Nullable Instant time) {
        return time == null ? "" : Long.toString(time.toEpochMilli());
    }

    private static String md5(String body) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
