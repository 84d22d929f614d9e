package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.http.message.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a JSON request, checked for their types.
public record JsonInput(Map<String, Object> values) {
    /// A text that must be there.
    ///
    /// @throws Refusal when it is absent
    public String text(String name) {
        String text = optional(name);
        if (text == null) {
            throw validation(name, "Member must not be null");
        }
        return text;
    }

    /// Null if it is absent.
    public @Nullable String optional(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrongType(name);
    }

    /// A time in seconds since 1970, with fractions.
    ///
    /// @param absent the value if there is none
    public Instant time(String name, Instant absent) {
        Object value = values.get(name);
        if (value instanceof Number seconds) {
            return Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000));
        }
        if (value == null) {
            return absent;
        }
        throw wrongType(name);
    }

    /// A whole number.
    ///
    /// @param absent the value if there is none
    public int number(String name, int absent) {
        Object value = values.get(name);
        if (value instanceof Integer number) {
            return number;
        }
        if (value == null) {
            return absent;
        }
        throw wrongType(name);
    }

    /// Empty if it is absent.
    public List<Map<?, ?>> maps(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return list.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
        }
        throw wrongType(name);
    }

    /// False if it is absent.
    public boolean flag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw wrongType(name);
    }

    /// Empty if it is absent.
    public List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw wrongType(name);
    }

    /// Empty if it is absent.
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> {
                if (!(value instanceof String text)) {
                    throw wrongType(name);
                }
                map.put(String.valueOf(key), text);
            });
        } else if (values.get(name) != null) {
            throw wrongType(name);
        }
        return map;
    }

    private static Refusal wrongType(String name) {
        return new Refusal(400, "SerializationException", name + " is of another type");
    }

    private static Refusal validation(String name, String constraint) {
        return new Refusal(
                400,
                "ValidationException",
                "1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
                        .formatted(
                                Character.toLowerCase(name.charAt(0)) + name.substring(1),
                                constraint));
    }
}
