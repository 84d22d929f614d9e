package dev.profileguard.lambda.rehearsal;

import dev.profileguard.event.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The items of the stack's tables, by table and key. Conditions are not evaluated: nobody else
/// writes.
final class MemoryTables {
    private Map<String, Object> items = new HashMap<>();
    private Map<String, Object> kept = Map.of();

    /// Keeps what is there now.
    void keep() {
        kept = Map.copyOf(items);
    }

    /// Goes back to what was kept.
    void reset() {
        items = new HashMap<>(kept);
    }

    /// The response to an operation, as JSON.
    String answer(String operation, Map<String, Object> request) {
        return switch (operation) {
            case "GetItem" -> item(key(request, "Key"));
            case "BatchGetItem" -> batch(request);
            case "PutItem" -> put(request);
            case "DeleteItem" -> delete(key(request, "Key"));
            case "Query", "Scan" -> "{\"Items\": [], \"Count\": 0, \"ScannedCount\": 0}";
            default -> "{}";
        };
    }

    private String item(String key) {
        Object item = items.get(key);
        return item == null ? "{}" : Json.text(Map.of("Item", item));
    }

    private String batch(Map<String, Object> request) {
        Map<String, Object> found = new LinkedHashMap<>();
        if (request.get("RequestItems") instanceof Map<?, ?> tables) {
            tables.forEach((table, wanted) -> found.put(String.valueOf(table), all(table, wanted)));
        }
        return Json.text(Map.of("Responses", found, "UnprocessedKeys", Map.of()));
    }

    private List<Object> all(Object table, Object wanted) {
        return wanted instanceof Map<?, ?> fields && fields.get("Keys") instanceof List<?> keys
                ? keys.stream()
                        .map(key -> items.get(key(Map.of("TableName", table, "Key", key), "Key")))
                        .filter(Objects::nonNull)
                        .toList()
                : List.of();
    }

    private String put(Map<String, Object> request) {
        if (request.get("Item") instanceof Map<?, ?> item) {
            items.put(key(request, "Item"), item);
        }
        return "{}";
    }

    private String delete(String key) {
        items.remove(key);
        return "{}";
    }

    /// The keys of the stack's tables are `profile` and `subject`.
    private static String key(Map<String, Object> request, String name) {
        String table = request.get("TableName") + "/";
        return request.get(name) instanceof Map<?, ?> fields
                ? table
                        + (fields.containsKey("profile")
                                ? fields.get("profile")
                                : fields.get("subject"))
                : table;
    }
}
