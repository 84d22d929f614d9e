package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.event.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A Deny.
///
/// @param id its Sid
/// @param elements the others, in order
record Statement(String id, Map<String, Object> elements) {
    private static final String RESOURCE = "Resource";
    private static final String CONDITION = "Condition";

    /// Keeps the order.
    Statement {
        elements = new LinkedHashMap<>(elements);
    }

    /// One without conditions.
    static Statement deny(String id, List<String> actions, List<String> resources) {
        Map<String, Object> elements = new LinkedHashMap<>();
        elements.put("Effect", "Deny");
        elements.put("Action", shortest(actions));
        elements.put(RESOURCE, shortest(resources));
        return new Statement(id, elements);
    }

    /// The same with another Sid.
    Statement named(String other) {
        return new Statement(other, elements);
    }

    /// The same about all resources but these.
    Statement about(List<String> others) {
        Map<String, Object> changed = new LinkedHashMap<>(elements);
        changed.remove(RESOURCE);
        changed.put("NotResource", shortest(others));
        return new Statement(id, changed);
    }

    /// The same with one more operator of its condition.
    Statement when(String operator, String key, Object values) {
        return when(Map.of(operator, Map.of(key, values)));
    }

    /// The same with more operators of its condition.
    Statement when(Map<String, ?> more) {
        Map<String, Object> condition = new LinkedHashMap<>();
        if (elements.get(CONDITION) instanceof Map<?, ?> before) {
            before.forEach((operator, keys) -> condition.put(String.valueOf(operator), keys));
        }
        more.forEach((operator, keys) ->
                condition.merge(operator, keys, (before, added) -> both(before, added)));
        Map<String, Object> changed = new LinkedHashMap<>(elements);
        if (!condition.isEmpty()) {
            changed.put(CONDITION, condition);
        }
        return new Statement(id, changed);
    }

    private static Map<String, Object> both(Object before, Object added) {
        Map<String, Object> keys = new LinkedHashMap<>();
        for (Object each : List.of(before, added)) {
            ((Map<?, ?>) each).forEach((key, values) -> keys.put(String.valueOf(key), values));
        }
        return keys;
    }

    /// The same with a principal, as policies of resources have it.
    Statement ofEverybody() {
        Map<String, Object> changed = new LinkedHashMap<>();
        changed.put("Effect", "Deny");
        changed.put("Principal", "*");
        changed.putAll(elements);
        return new Statement(id, changed);
    }

    /// As JSON in one line.
    String text() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("Sid", id);
        all.putAll(elements);
        return Json.text(all);
    }

    static Object shortest(List<String> values) {
        return values.size() == 1 ? values.getFirst() : values;
    }
}
