package dev.profileguard.lambda;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a person asks of a function by invoking it: a JSON object whose only field names the
/// command and holds the command's own fields, such as `{"show": {"profile": "web"}}`. What is
/// wrong is reported with the field's path.
///
/// @param value the command's fields, unless the request is wrong
/// @param understood the sentence that lists what is understood
public record CommandRequest(String command, @Nullable Object value, String understood) {
    private static final int MOST_SHOWN = 80;

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException when it does not have exactly one command
    public static CommandRequest read(Map<?, ?> json, String understood) {
        if (json.size() != 1) {
            throw misunderstood(
                    json.isEmpty() ? "The request is empty" : "Not understood: " + json.keySet(),
                    understood);
        }
        Map.Entry<?, ?> only = json.entrySet().iterator().next();
        return new CommandRequest(String.valueOf(only.getKey()), only.getValue(), understood);
    }

    /// The same request, which has no fields but these.
    ///
    /// @throws IllegalArgumentException when it has, or has no fields at all
    public CommandRequest only(String... fields) {
        if (!(value instanceof Map<?, ?>)) {
            throw wrong("an object");
        }
        for (Object field : fields().keySet()) {
            if (!Set.of(fields).contains(String.valueOf(field))) {
                throw notUnderstood(String.valueOf(field));
            }
        }
        return this;
    }

    /// Its fields; empty when it has none.
    public Map<?, ?> fields() {
        return value instanceof Map<?, ?> fields ? fields : Map.of();
    }

    /// The name in a field.
    ///
    /// @param wanted what it must be, such as `the name of a role`
    /// @param type makes the name of a text, or refuses it
    /// @throws IllegalArgumentException when it is missing, no text, or refused
    public <T> T name(String field, String wanted, Function<String, T> type) {
        if (!(fields().get(field) instanceof String text)) {
            throw wrong(field, wanted);
        }
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s.%s: %s".formatted(command, field, e.getMessage()), e);
        }
    }

    /// A field is missing, or not what it must be.
    public IllegalArgumentException wrong(String field, String wanted) {
        Object found = fields().get(field);
        return found == null
                ? misunderstood(
                        "%s.%s is missing: it must be %s".formatted(command, field, wanted),
                        understood)
                : mismatch(command + "." + field, wanted, found);
    }

    /// The command's value is not what it must be.
    public IllegalArgumentException wrong(String wanted) {
        return mismatch(command, wanted, value);
    }

    private IllegalArgumentException mismatch(String path, String wanted, @Nullable Object found) {
        return misunderstood(
                "%s must be %s, not '%s'".formatted(path, wanted, shortened(String.valueOf(found))),
                understood);
    }

    /// There is no such command.
    public IllegalArgumentException notUnderstood() {
        return misunderstood("Not understood: " + command, understood);
    }

    /// The command has no such field.
    public IllegalArgumentException notUnderstood(String field) {
        return misunderstood("Not understood: %s.%s".formatted(command, field), understood);
    }

    private static IllegalArgumentException misunderstood(String what, String understood) {
        return new IllegalArgumentException(what + ". " + understood);
    }

    private static String shortened(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }
}
