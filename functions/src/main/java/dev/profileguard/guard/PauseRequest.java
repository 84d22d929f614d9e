package dev.profileguard.guard;

import dev.profileguard.lambda.CommandRequest;
import java.time.Duration;
import java.util.Map;

/// A manual request to pause the writes of all functions.
///
/// @param time zero: end the pause
/// @param reason why; empty: the pause ends
record PauseRequest(Duration time, String reason) {
    private static final String COMMAND = "pause";
    private static final int MOST_MINUTES = 1440;
    private static final int MOST_CHARACTERS = 256;

    static boolean isIn(Map<String, ?> request) {
        return request.size() == 1 && request.containsKey(COMMAND);
    }

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static PauseRequest read(Map<?, ?> json) {
        CommandRequest request =
                CommandRequest.read(json, GuardRequest.UNDERSTOOD).only("minutes", "reason");
        if (!(request.fields().get("minutes") instanceof Integer minutes)
                || minutes < 0
                || minutes > MOST_MINUTES) {
            throw request.wrong("minutes", "a whole number from 0 to 1440");
        }
        return new PauseRequest(Duration.ofMinutes(minutes), reason(request, minutes));
    }

    private static String reason(CommandRequest request, int minutes) {
        Object reason = request.fields().get("reason");
        if (minutes == 0 && reason == null) {
            return "";
        }
        if (!(reason instanceof String text) || text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw request.wrong("reason", "a string of 1 to 256 characters");
        }
        return text.strip();
    }
}
