package dev.profileguard.sandbox.aws.cloudformation.reader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Typed access to the maps and lists of a template.
final class TemplateNode {
    private TemplateNode() {}

    /// A map with text keys and without null values.
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, member) -> {
                if (member != null) {
                    map.put(String.valueOf(key), member);
                }
            });
        }
        return map;
    }

    /// The map under these keys; empty: there is none.
    static Map<String, Object> map(Map<String, Object> tree, String... keys) {
        Map<String, Object> here = tree;
        for (String key : keys) {
            here = map(here.get(key));
        }
        return here;
    }

    /// A list; a single value becomes a list of one, null an empty list.
    static List<Object> list(@Nullable Object value) {
        if (value instanceof List<?> values) {
            return values.stream().filter(Objects::nonNull).map(Object.class::cast).toList();
        }
        return value == null ? List.of() : List.of(value);
    }

    /// A list of texts.
    static List<String> texts(@Nullable Object value) {
        return list(value).stream().map(Object::toString).toList();
    }

    static @Nullable String text(Map<String, Object> tree, String key) {
        Object value = tree.get(key);
        return value == null ? null : value.toString();
    }

    static String text(Map<String, Object> tree, String key, String absent) {
        String value = text(tree, key);
        return value == null ? absent : value;
    }

    static int number(Map<String, Object> tree, String key, int absent) {
        String value = text(tree, key);
        return value == null ? absent : Integer.parseInt(value);
    }
}
