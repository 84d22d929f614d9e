package dev.profileguard.sandbox.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that happened in the sandbox. A field that does not apply to its kind is null.
///
/// @param actor the ARN of the caller
/// @param operation the name of a call, action or finding; for an event, the name of the recorded
///   call
/// @param subject the resource that it concerns, such as `role/web`
/// @param function the logical ID of the function
/// @param eventId CloudTrail's ID of the recorded call
/// @param took how long it took, in real time
/// @param service of a call, as in its host, such as `iam`
/// @param detail for people, not part of the JSON: the other resource or the tags of a call, or a
///   function's decision
/// @param requestId Lambda's ID of the invocation that this is, or in which a function made the
///   call, took the action or reported the finding; null for the calls of a function that runs
///   outside of the sandbox
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
        @Nullable String service,
        @Nullable String detail,
        @Nullable String requestId) {

    /// The kinds of entries.
    public enum Kind {
        /// Somebody called AWS.
        CALL,
        /// EventBridge received an event.
        EVENT,
        /// A state machine's execution started, went on or ended.
        EXECUTION,
        /// A function ran.
        INVOCATION,
        /// A function made a change, or would have made it.
        ACTION,
        /// A function reported something.
        FINDING,
        /// An event was not delivered, or its last retry failed.
        DEAD_LETTER;

        /// The kind in lower case, such as `dead-letter`.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// An entry with nothing but its time and kind.
    public static Entry of(Instant time, Kind kind) {
        return new Entry(time, kind, null, null, null, null, null, null, null, null, null, null);
    }

    /// The same with this actor.
    public Entry by(@Nullable String actor) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// The same with this operation and subject.
    public Entry about(@Nullable String operation, @Nullable String subject) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// The same with this function and event ID.
    public Entry in(@Nullable String function, @Nullable String eventId) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// The same with this outcome.
    public Entry ended(String outcome, @Nullable Duration took) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// The same as a call to this service.
    public Entry to(String service) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// The same with this detail.
    public Entry with(@Nullable String detail) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// The same in this invocation.
    public Entry during(String requestId) {
        return new Entry(
                time, kind, actor, operation, subject, function, eventId, outcome, took, service,
                detail, requestId);
    }

    /// Whether it is what a function did, and not yet attributed to an invocation.
    boolean lacksInvocation() {
        return requestId == null
                && function != null
                && (kind == Kind.CALL || kind == Kind.ACTION || kind == Kind.FINDING);
    }

    /// The entry as JSON values.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("time", time.toString());
        json.put("kind", kind.text());
        json.put("actor", actor);
        json.put("service", service);
        json.put("operation", operation);
        json.put("subject", subject);
        json.put("function", function);
        json.put("eventId", eventId);
        json.put("requestId", requestId);
        json.put("outcome", outcome);
        json.put("milliseconds", took == null ? null : milliseconds(took));
        return json;
    }

    /// To the microsecond.
    private static double milliseconds(Duration took) {
        return took.truncatedTo(ChronoUnit.MICROS).toNanos() / 1_000_000.0;
    }
}
