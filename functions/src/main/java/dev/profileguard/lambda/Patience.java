package dev.profileguard.lambda;

import dev.profileguard.aws.query.Overload;
import dev.profileguard.event.UnreadableEventException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/// How long an event is tried again while AWS throttles the account: much longer than a queue
/// delivers one message, because throttling ends without anybody's help.
///
/// Before the queue gives a message up, the function sends a copy to the same queue, whose
/// deliveries are counted anew. Two copies do no harm: each is a new evaluation.
///
/// @param environment with the URL of the function's queue
record Patience(Platform platform, Map<String, String> environment) {
    /// For so long after the API call.
    static final Duration LONGEST = Duration.ofDays(1);

    private static final String RETRIES_QUEUE = "RETRIES_QUEUE";

    /// The queues give a message up after ten deliveries. Two are left for the case that the copy
    /// cannot be sent.
    private static final int RECEIVES = 8;

    private static final Duration PAUSE = Duration.ofMinutes(6);

    static Patience in(Platform platform) {
        return new Patience(platform, platform.environment());
    }

    /// Sends a copy of a message to its queue, if it is worth it.
    ///
    /// @return what to add to the reason of the failure; empty: no copy was sent, so the queue has
    ///   to deliver the message again
    String tryAnew(SqsMessage message, RuntimeException failure) {
        String queue = environment.getOrDefault(RETRIES_QUEUE, "");
        if (queue.isEmpty()
                || message.receives() < RECEIVES
                || !(message.body() instanceof String body)
                || !Overload.isCauseOf(failure)
                || !isYoung(message)) {
            return "";
        }
        try {
            new DelayQueue(platform.notifications()::queues, queue).sendBody(body, PAUSE);
            return ". AWS throttles the account or does not work: a copy is in the queue, for a"
                    + " day after the call at most";
        } catch (RuntimeException e) { // the queue delivers the message again
            return "";
        }
    }

    private boolean isYoung(SqsMessage message) {
        try {
            Instant call = Instant.parse(String.valueOf(message.event().get("time")));
            return platform.clock().instant().isBefore(call.plus(LONGEST));
        } catch (UnreadableEventException | DateTimeParseException e) {
            return false;
        }
    }
}
