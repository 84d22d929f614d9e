package dev.profileguard.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object whose fields are asked for by type. What is missing, null or of another type is
/// told with the field's whole path.
///
/// @param path such as `detail.requestParameters`
public record JsonFields(String path, Map<?, ?> values) {
    /// The text of a field that must be there.
    ///
    /// @throws UnreadableEventException when it is missing, null, blank or no text
    public String text(String name) {
        String text = optionalText(name);
        if (text == null || text.isBlank()) {
            throw new UnreadableEventException(at(name) + " is missing: it must be a text");
        }
        return text;
    }

    /// The text of a field; null when it is missing or null.
    ///
    /// @throws UnreadableEventException when it is no text
    public @Nullable String optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrongType(name, "a text", value);
    }

    /// The object in a field that must be there.
    ///
    /// @throws UnreadableEventException when it is missing, null or no object
    public JsonFields object(String name) {
        Object value = values.get(name);
        if (value instanceof Map<?, ?> map) {
            return new JsonFields(at(name), map);
        }
        if (value == null) {
            throw new UnreadableEventException(at(name) + " is missing: it must be an object");
        }
        throw wrongType(name, "an object", value);
    }

    /// The object in a field; one without fields when it is missing or null.
    ///
    /// @throws UnreadableEventException when it is no object
    public JsonFields optionalObject(String name) {
        return values.get(name) == null ? new JsonFields(at(name), Map.of()) : object(name);
    }

    /// The list in a field that must be there.
    ///
    /// @throws UnreadableEventException when it is missing, null or no list
    public List<?> list(String name) {
        Object value = values.get(name);
        if (value instanceof List<?> list) {
            return list;
        }
        if (value == null) {
            throw new UnreadableEventException(at(name) + " is missing: it must be a list");
        }
        throw wrongType(name, "a list", value);
    }

    /// The whole path of a field.
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private UnreadableEventException wrongType(String name, String wanted, Object value) {
        return new UnreadableEventException(
                "%s must be %s, not %s".formatted(at(name), wanted, kindOf(value)));
    }

    private static String kindOf(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            case String text -> "a text";
            case Number number -> "a number";
            case Boolean truth -> "true or false";
            default -> "something else";
        };
    }
}
