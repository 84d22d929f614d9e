package dev.profileguard.sandbox.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that happened. What does not apply to its kind is null.
///
/// @param actor the ARN of who did it
/// @param operation of a call its name; of an event the recorded call's; of an action or a finding
///   its name
/// @param subject what it was about
/// @param function the logical ID of the function
/// @param eventId CloudTrail's
/// @param took real time
/// @param detail for people, and not part of the JSON: what else a call named, what a function
///   decided
public record Entry(
        Instant time,
        Kind kind,
        @Nullable String actor,
        @Nullable String operation,
        @Nullable String subject,
        @Nullable String function,
        @Nullable String eventId,
        @Nullable String outcome,
        @Nullable Duration took,
        @Nullable String detail) {

    /// The kinds of things that happen.
    public enum Kind {
        /// Somebody called AWS.
        CALL,
        /// EventBridge got an event.
        EVENT,
        /// A state machine's execution began, went on or ended.
        EXECUTION,
        /// A function ran.
        INVOCATION,
        /// A function changed something, or would have.
        ACTION,
        /// A function reported something.
        FINDING,
        /// An event was given up.
        DEAD_LETTER;

        /// Lower case, such as `dead-letter`.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// An entry of which only this is known.
    public static Entry of(Instant time, Kind kind) {
        return new Entry(time, kind, null, null, null, null, null, null, null, null);
    }

    /// The same, done by this actor.
    public Entry by(@Nullable String actor) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, detail);
    }

    /// The same, about this.
    public Entry about(@Nullable String operation, @Nullable String subject) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, detail);
    }

    /// The same, in this function, for this event.
    public Entry in(@Nullable String function, @Nullable String eventId) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, detail);
    }

    /// The same, with this outcome.
    public Entry ended(String outcome, @Nullable Duration took) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, detail);
    }

    /// The same, with this told to people.
    public Entry with(@Nullable String detail) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, detail);
    }

    /// The entry as JSON values.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("time", time.toString());
        json.put("kind", kind.text());
        json.put("actor", actor);
        json.put("operation", operation);
        json.put("subject", subject);
        json.put("function", function);
        json.put("eventId", eventId);
        json.put("outcome", outcome);
        json.put("milliseconds", took == null ? null : milliseconds(took));
        return json;
    }

    /// To the microsecond.
    private static double milliseconds(Duration took) {
        return took.truncatedTo(ChronoUnit.MICROS).toNanos() / 1_000_000.0;
    }
}
