package dev.profileguard.sandbox.aws.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Lambda sends to an on-failure destination.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
final class FailureRecord {
    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    private FailureRecord() {}

    static String json(
            Invocation invocation, InvocationResponse.Failed failed, int attempts, Instant now) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("requestId", invocation.requestId());
        context.put("functionArn", invocation.function().arn() + ":$LATEST");
        context.put("condition", "RetriesExhausted");
        context.put("approximateInvokeCount", attempts);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("statusCode", 200);
        response.put("executedVersion", "$LATEST");
        response.put("functionError", "Unhandled");
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("timestamp", now.toString());
        json.put("requestContext", context);
        json.put("requestPayload", payload(invocation.payload()));
        json.put("responseContext", response);
        json.put("responsePayload", failed.json());
        try {
            return FORMAT.asString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The payload as JSON values, or as text if it is no JSON.
    private static @Nullable Object payload(String payload) {
        try {
            return JSON.std.anyFrom(payload);
        } catch (IOException e) {
            return payload;
        }
    }
}
