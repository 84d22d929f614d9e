package dev.profileguard.lambda;

import dev.profileguard.text.VisibleText;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A manual request to a function: a JSON object with one field, whose name is the command and
/// whose value contains the fields of the command, such as `{"show": {"profile": "web"}}`. Errors
/// name the path of the field.
///
/// @param value the fields of the command; another value or null in an invalid request
/// @param validRequests the sentence that lists the valid requests, for errors
public record CommandRequest(String command, @Nullable Object value, String validRequests) {
    private static final int MAX_SHOWN = 80;

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException if it does not have exactly one command
    public static CommandRequest read(Map<?, ?> json, String validRequests) {
        if (json.size() != 1) {
            throw error(
                    json.isEmpty()
                            ? "The request is empty"
                            : "Invalid request: " + shown(json.keySet()),
                    validRequests);
        }
        Map.Entry<?, ?> command = json.entrySet().iterator().next();
        return new CommandRequest(
                String.valueOf(command.getKey()), command.getValue(), validRequests);
    }

    /// Checks that the request has only these fields.
    ///
    /// @throws IllegalArgumentException if it has other fields, or if the command's value is not an
    ///   object
    public CommandRequest only(String... fields) {
        if (!(value instanceof Map<?, ?>)) {
            throw wrong("an object");
        }
        for (Object field : fields().keySet()) {
            if (!Set.of(fields).contains(String.valueOf(field))) {
                throw invalidRequest(String.valueOf(field));
            }
        }
        return this;
    }

    /// The fields of the command; empty if there are none.
    public Map<?, ?> fields() {
        return value instanceof Map<?, ?> fields ? fields : Map.of();
    }

    /// The name in a field.
    ///
    /// @param expected what the field must be, such as `the name of a role`
    /// @param type creates the name from a string, or throws IllegalArgumentException
    /// @throws IllegalArgumentException if the field is missing, not a string, or not a valid name
    public <T> T name(String field, String expected, Function<String, T> type) {
        if (!(fields().get(field) instanceof String text)) {
            throw wrong(field, expected);
        }
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s.%s: %s".formatted(command, field, e.getMessage()), e);
        }
    }

    /// The error for a field that is missing or has an invalid value.
    ///
    /// @param expected what the field must be
    public IllegalArgumentException wrong(String field, String expected) {
        Object found = fields().get(field);
        return found == null
                ? error(
                        "%s.%s is missing: it must be %s".formatted(command, field, expected),
                        validRequests)
                : invalidValue(command + "." + field, expected, found);
    }

    /// The error for a command with an invalid value.
    ///
    /// @param expected what the value must be
    public IllegalArgumentException wrong(String expected) {
        return invalidValue(command, expected, value);
    }

    private IllegalArgumentException invalidValue(
            String path, String expected, @Nullable Object found) {
        return error(
                "%s must be %s, not '%s'".formatted(path, expected, shown(found)), validRequests);
    }

    /// The error for an unknown command.
    public IllegalArgumentException invalidRequest() {
        return error("Invalid request: " + shown(command), validRequests);
    }

    /// The error for an unknown field of the command.
    public IllegalArgumentException invalidRequest(String field) {
        return error(
                "Invalid request: %s.%s".formatted(shown(command), shown(field)), validRequests);
    }

    private static IllegalArgumentException error(String what, String validRequests) {
        return new IllegalArgumentException(what + ". " + validRequests);
    }

    private static String shown(@Nullable Object input) {
        return VisibleText.excerpt(input, MAX_SHOWN);
    }
}
