package dev.profileguard.event;

import dev.profileguard.text.VisibleText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object with typed access to its fields. Errors name the full path of a field that is
/// missing, null or of the wrong type.
///
/// @param path the path of the object, such as `detail.requestParameters`; empty for the root
public record JsonFields(String path, Map<?, ?> values) {
    /// The string in a required field.
    ///
    /// @throws UnreadableEventException if the field is missing, null, blank or not a string
    public String text(String name) {
        String text = optionalText(name);
        if (text == null || text.isBlank()) {
            throw new UnreadableEventException(at(name) + " is missing: it must be a string");
        }
        return text;
    }

    /// The string in a field; null if the field is missing or null.
    ///
    /// @throws UnreadableEventException if the value is not a string
    public @Nullable String optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrongType(name, "a string", value);
    }

    /// The object in a required field.
    ///
    /// @throws UnreadableEventException if the field is missing, null or not an object
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

    /// The object in a field; an empty object if the field is missing or null.
    ///
    /// @throws UnreadableEventException if the value is not an object
    public JsonFields optionalObject(String name) {
        return values.get(name) == null ? new JsonFields(at(name), Map.of()) : object(name);
    }

    /// The list in a required field.
    ///
    /// @throws UnreadableEventException if the field is missing, null or not a list
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

    /// The full path of a field.
    ///
    /// @param name shown in part if it is long: a tag key in an event can be
    public String at(String name) {
        String shown = VisibleText.excerpt(name);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    private UnreadableEventException wrongType(String name, String wanted, Object value) {
        return new UnreadableEventException(
                "%s must be %s, not %s".formatted(at(name), wanted, typeOf(value)));
    }

    private static String typeOf(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            case String text -> "a string";
            case Number number -> "a number";
            case Boolean bool -> "true or false";
            default -> "something else";
        };
    }
}
