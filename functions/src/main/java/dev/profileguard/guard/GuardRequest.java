package dev.profileguard.guard;

import dev.profileguard.iam.ProfileName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person asks of the function by invoking it.
sealed interface GuardRequest {
    /// What is understood, for people who asked for something else.
    String UNDERSTOOD =
            "Understood are: an EventBridge event of CloudTrail; {\"release\": {\"profile\":"
                    + " \"NAME\", \"minutes\": 0 to 1440, \"reason\": \"...\"}}; {\"adopt\":"
                    + " {\"profile\": \"NAME\"}}; {\"show\": {\"profile\": \"NAME\"}}";

    /// The profile it is about.
    ProfileName profile();

    /// Let anybody change the profile for a while.
    ///
    /// @param time zero: end the release that is under way
    record Release(ProfileName profile, Duration time, String reason) implements GuardRequest {}

    /// Make the profile's current state its baseline.
    record Adopt(ProfileName profile) implements GuardRequest {}

    /// Tell what is known of the profile.
    record Show(ProfileName profile) implements GuardRequest {}

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException naming what is wrong and what is understood
    static GuardRequest read(Map<?, ?> json) {
        if (json.size() != 1) {
            throw misunderstood(
                    json.isEmpty() ? "The request is empty" : "Not understood: " + json.keySet());
        }
        Map.Entry<?, ?> only = json.entrySet().iterator().next();
        String command = String.valueOf(only.getKey());
        return switch (command) {
            case "release" -> release(fields(only, "profile", "minutes", "reason"));
            case "adopt" -> new Adopt(profile("adopt", fields(only, "profile")));
            case "show" -> new Show(profile("show", fields(only, "profile")));
            default -> throw misunderstood("Not understood: " + command);
        };
    }

    private static Release release(Map<?, ?> fields) {
        Object minutes = fields.get("minutes");
        if (!(minutes instanceof Integer number) || number < 0 || number > 1440) {
            throw wrong("release.minutes", "a whole number from 0 to 1440", minutes);
        }
        Object reason = fields.get("reason");
        if (!(reason instanceof String text) || text.isBlank() || text.length() > 256) {
            throw wrong("release.reason", "a text of 1 to 256 characters", reason);
        }
        return new Release(profile("release", fields), Duration.ofMinutes(number), text.strip());
    }

    private static ProfileName profile(String command, Map<?, ?> fields) {
        Object name = fields.get("profile");
        if (!(name instanceof String text)) {
            throw wrong(command + ".profile", "the name of an instance profile", name);
        }
        try {
            return new ProfileName(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(command + ".profile: " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> fields(Map.Entry<?, ?> command, String... allowed) {
        if (!(command.getValue() instanceof Map<?, ?> fields)) {
            throw wrong(String.valueOf(command.getKey()), "an object", command.getValue());
        }
        for (Object field : fields.keySet()) {
            if (!Set.of(allowed).contains(String.valueOf(field))) {
                throw misunderstood("Not understood: %s.%s".formatted(command.getKey(), field));
            }
        }
        return fields;
    }

    private static IllegalArgumentException wrong(
            String field, String wanted, @Nullable Object value) {
        return misunderstood(
                value == null
                        ? "%s is missing: it must be %s".formatted(field, wanted)
                        : "%s must be %s, not %s".formatted(field, wanted, shortened(value)));
    }

    private static String shortened(Object value) {
        String text = value.toString();
        return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "...") + "'";
    }

    private static IllegalArgumentException misunderstood(String what) {
        return new IllegalArgumentException(what + ". " + UNDERSTOOD);
    }
}
