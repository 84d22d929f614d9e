package dev.profileguard.guard;

import dev.profileguard.event.JsonFields;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ProfileName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/// A request that ProfileGuard sends to itself: to evaluate a profile again at some time. It says
/// nothing about what was changed or by whom, so nobody gains anything by sending one.
///
/// @param at the planned time
record LaterLook(ProfileName profile, Instant at) {
    private static final String KEY = "lookAgain";

    static boolean isIn(Map<String, Object> message) {
        return message.containsKey(KEY);
    }

    /// @throws dev.profileguard.event.UnreadableEventException if a field is missing or invalid
    static LaterLook read(String at, Map<String, Object> message) {
        JsonFields fields = new JsonFields(at, message).object(KEY);
        String profile = fields.text("profile");
        String time = fields.text("at");
        try {
            return new LaterLook(new ProfileName(profile), Instant.parse(time));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UnreadableEventException(fields.path() + ": " + e.getMessage());
        }
    }

    Map<String, Object> json() {
        return Map.of(KEY, Map.of("profile", profile.value(), "at", at.toString()));
    }
}
