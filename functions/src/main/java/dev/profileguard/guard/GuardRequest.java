package dev.profileguard.guard;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.CommandRequest;
import java.time.Duration;
import java.util.Map;

/// A manual request to ProfileGuard.
sealed interface GuardRequest {
    /// The valid requests, for error messages.
    String UNDERSTOOD =
            "Valid requests: an EventBridge event of CloudTrail; {\"release\": {\"profile\":"
                    + " \"NAME\", \"minutes\": 0 to 1440, \"reason\": \"...\"}}; {\"adopt\":"
                    + " {\"profile\": \"NAME\"}}; {\"show\": {\"profile\": \"NAME\"}}; {\"show\":"
                    + " {\"settings\": true}}; {\"pause\": {\"minutes\": 0 to 1440, \"reason\":"
                    + " \"...\"}}";

    /// The profile in the request.
    ProfileName profile();

    /// Lets every principal change the profile for a while.
    ///
    /// @param time zero: end the current release
    record Release(ProfileName profile, Duration time, String reason) implements GuardRequest {}

    /// Makes the profile's current state its baseline.
    record Adopt(ProfileName profile) implements GuardRequest {}

    /// Shows the profile, its baseline and its drift.
    record Show(ProfileName profile) implements GuardRequest {}

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static GuardRequest read(Map<?, ?> json) {
        CommandRequest request = CommandRequest.read(json, UNDERSTOOD);
        return switch (request.command()) {
            case "release" -> release(request.only("profile", "minutes", "reason"));
            case "adopt" -> new Adopt(profile(request.only("profile")));
            case "show" -> new Show(profile(request.only("profile")));
            default -> throw request.invalidRequest();
        };
    }

    private static Release release(CommandRequest request) {
        if (!(request.fields().get("minutes") instanceof Integer number)
                || number < 0
                || number > 1440) {
            throw request.wrong("minutes", "a whole number from 0 to 1440");
        }
        if (!(request.fields().get("reason") instanceof String text)
                || text.isBlank()
                || text.length() > 256) {
            throw request.wrong("reason", "a string of 1 to 256 characters");
        }
        return new Release(profile(request), Duration.ofMinutes(number), text.strip());
    }

    private static ProfileName profile(CommandRequest request) {
        return request.name("profile", "the name of an instance profile", ProfileName::new);
    }
}
