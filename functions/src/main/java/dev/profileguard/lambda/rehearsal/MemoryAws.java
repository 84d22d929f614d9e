package dev.profileguard.lambda.rehearsal;

import dev.profileguard.event.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The answers of AWS to what the functions call while they handle events. Only what decides how
/// far an event gets is true to an account: which role a profile contains, and what the tables
/// hold. Other services answer that they have nothing.
///
/// Not thread-safe, except for the answers of EC2, which is asked in all regions at once.
final class MemoryAws {
    private final MemoryIam iam = new MemoryIam();
    private final MemoryTables tables = new MemoryTables();

    /// A response of a service.
    record Answer(int status, String type, String body) {
        static Answer xml(int status, String body) {
            return new Answer(status, "text/xml", body);
        }

        static Answer json(String body) {
            return new Answer(200, "application/x-amz-json-1.0", body);
        }
    }

    MemoryIam iam() {
        return iam;
    }

    MemoryTables tables() {
        return tables;
    }

    /// The answer to one request.
    ///
    /// @param target the operation in the JSON protocols; empty: the query protocol
    Answer answer(String target, String body) {
        if (target.isEmpty()) {
            return iam.answer(parameters(body));
        }
        String operation = target.substring(target.indexOf('.') + 1);
        return target.startsWith("DynamoDB")
                ? Answer.json(tables.answer(operation, Json.read("the request", body)))
                : Answer.json(other(operation));
    }

    private static String other(String operation) {
        return switch (operation) {
            case "PutEvents" -> "{\"FailedEntryCount\": 0, \"Entries\": [{\"EventId\": \"1\"}]}";
            case "LookupEvents" -> "{\"Events\": []}";
            default -> "{}";
        };
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> all = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                all.put(
                        pair.substring(0, at),
                        URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
