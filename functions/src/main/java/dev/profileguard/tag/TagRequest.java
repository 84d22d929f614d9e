package dev.profileguard.tag;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagSubject;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a person asks of TagEnforcer by invoking it.
sealed interface TagRequest {
    /// What is understood, for people who asked for something else.
    String UNDERSTOOD =
            "Understood are: an EventBridge event of CloudTrail; {\"show\": {\"profile\":"
                    + " \"NAME\"}}; {\"show\": {\"role\": \"NAME\"}}; {\"check\": {\"profile\":"
                    + " \"NAME\"}}; {\"check\": {\"role\": \"NAME\"}}";

    /// The role or profile that it is about.
    TagSubject subject();

    /// Tell the tags of a profile and its role, or of a role and its profiles.
    record Show(TagSubject subject) implements TagRequest {}

    /// Enforce the rules on it now.
    record Check(TagSubject subject) implements TagRequest {}

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException naming what is wrong and what is understood
    static TagRequest read(Map<?, ?> json) {
        if (json.size() != 1) {
            throw misunderstood(
                    json.isEmpty() ? "The request is empty" : "Not understood: " + json.keySet());
        }
        Map.Entry<?, ?> only = json.entrySet().iterator().next();
        String command = String.valueOf(only.getKey());
        return switch (command) {
            case "show" -> new Show(subject(command, only.getValue()));
            case "check" -> new Check(subject(command, only.getValue()));
            default -> throw misunderstood("Not understood: " + command);
        };
    }

    private static TagSubject subject(String command, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> fields) || fields.size() != 1) {
            throw misunderstood(
                    command
                            + " must be an object with either profile or role, not '%s'"
                                    .formatted(shortened(value)));
        }
        Map.Entry<?, ?> only = fields.entrySet().iterator().next();
        String field = String.valueOf(only.getKey());
        String path = command + "." + field;
        return switch (field) {
            case "profile" ->
                    new TagSubject.OfProfile(named(path, only.getValue(), ProfileName::new));
            case "role" -> new TagSubject.OfRole(named(path, only.getValue(), RoleName::new));
            default -> throw misunderstood("Not understood: " + path);
        };
    }

    private static <T> T named(String path, @Nullable Object value, Function<String, T> type) {
        if (!(value instanceof String text)) {
            throw misunderstood("%s must be a name, not '%s'".formatted(path, shortened(value)));
        }
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private static IllegalArgumentException misunderstood(String what) {
        return new IllegalArgumentException(what + ". " + UNDERSTOOD);
    }
}
