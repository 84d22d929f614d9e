package dev.profileguard.sandbox.aws.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.lambda.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A function that stores its batches, and acts as the messages' bodies say: it reports `bad` as
/// failed, throws for `throw`, and returns X for `return X`.
public final class QueueConsumer implements RequestStreamHandler {
    static final List<Map<String, Object>> EVENTS = new CopyOnWriteArrayList<>();

    /// The sandbox calls this one.
    public QueueConsumer(Platform platform) {}

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Map<String, Object> event = JSON.std.mapFrom(input);
        EVENTS.add(event);
        output.write(response(event).getBytes(StandardCharsets.UTF_8));
    }

    private static String response(Map<String, Object> event) throws IOException {
        List<Map<String, Object>> failures = new ArrayList<>();
        for (Map<?, ?> record : records(event)) {
            String body = String.valueOf(record.get("body"));
            if (body.equals("throw")) {
                throw new IllegalStateException("as the message demands");
            }
            if (body.startsWith("return ")) {
                return body.substring("return ".length());
            }
            if (body.equals("bad")) {
                failures.add(Map.of("itemIdentifier", record.get("messageId")));
            }
        }
        return JSON.std.asString(Map.of("batchItemFailures", failures));
    }

    static List<Map<?, ?>> records(Map<String, Object> event) {
        List<Map<?, ?>> records = new ArrayList<>();
        if (event.get("Records") instanceof List<?> list) {
            list.forEach(each -> records.add((Map<?, ?>) each));
        }
        return records;
    }

    /// The bodies of all batches so far.
    static List<List<String>> batches() {
        return EVENTS.stream()
                .map(event ->
                        records(event).stream()
                                .map(record -> String.valueOf(record.get("body")))
                                .toList())
                .toList();
    }
}
