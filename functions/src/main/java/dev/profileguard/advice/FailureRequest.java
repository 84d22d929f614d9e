package dev.profileguard.advice;

import dev.profileguard.lambda.CommandRequest;
import java.time.Duration;
import java.util.Map;

/// A manual request to FailureAdvisor: the calls that failed lately.
///
/// @param time how far back
record FailureRequest(Duration time) {
    private static final String UNDERSTOOD =
            "Valid requests: an EventBridge event of CloudTrail; {\"failures\": {\"hours\": 24}}";

    /// CloudTrail's event history has 90 days.
    private static final int MOST_HOURS = 90 * 24;

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static FailureRequest read(Map<?, ?> json) {
        CommandRequest request = CommandRequest.read(json, UNDERSTOOD);
        if (!request.command().equals("failures")) {
            throw request.invalidRequest();
        }
        request.only("hours");
        if (request.fields().get("hours") instanceof Integer hours
                && hours >= 1
                && hours <= MOST_HOURS) {
            return new FailureRequest(Duration.ofHours(hours));
        }
        throw request.wrong("hours", "a whole number from 1 to " + MOST_HOURS);
    }
}
