package dev.profileguard.sandbox.aws.sqs;

import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message in a queue. Immutable: a receive replaces it by a changed copy.
///
/// @param attributes texts by name, as the sender gave them
/// @param receipt changes with each receive
/// @param visibleAt from when on it can be received
/// @param receives how often it was received
/// @param firstReceived null: never
/// @param from the ARN of the queue from which it was moved here; null: it was sent here
public record Message(
        String id,
        String body,
        Map<String, String> attributes,
        String receipt,
        Instant sent,
        Instant visibleAt,
        int receives,
        @Nullable Instant firstReceived,
        @Nullable String from) {
    /// Takes a copy.
    public Message {
        attributes = Map.copyOf(attributes);
    }

    static Message sent(String body, Map<String, String> attributes, Instant now, Duration delay) {
        return new Message(
                random(), body, attributes, random(), now, now.plus(delay), 0, null, null);
    }

    Message received(Instant now, Duration visibility) {
        return new Message(
                id,
                body,
                attributes,
                random(),
                sent,
                now.plus(visibility),
                receives + 1,
                firstReceived == null ? now : firstReceived,
                from);
    }

    /// The same message, which can be received again after this time.
    Message hidden(Instant now, Duration visibility) {
        return new Message(
                id,
                body,
                attributes,
                receipt,
                sent,
                now.plus(visibility),
                receives,
                firstReceived,
                from);
    }

    /// A duplicate that can be received at once. A message has at most one duplicate.
    Message duplicate(Instant now) {
        return new Message(id, body, attributes, random(), sent, now, receives, now, from);
    }

    /// The message after its move to a dead-letter queue. It keeps its age: the dead-letter queue
    /// deletes it when it is too old [from when it was
    /// sent](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).
    Message movedFrom(String queue, Instant now) {
        return new Message(
                id, body, attributes, random(), sent, now, receives, firstReceived, queue);
    }

    /// A timeline entry about the message.
    ///
    /// @param subject the entry's subject, if the message contains no recorded call
    public Entry entry(Instant now, Entry.Kind kind, String subject) {
        Entry entry = Entry.of(now, kind);
        try {
            BusEvent event = BusEvent.in(body);
            return entry.by(event.actor())
                    .about(
                            event.operation(),
                            kind == Entry.Kind.DEAD_LETTER || event.subject() == null
                                    ? subject
                                    : event.subject())
                    .in(null, event.eventId());
        } catch (IllegalArgumentException e) { // a message can have any body
            return entry.about(null, subject);
        }
    }

    /// CloudTrail's ID of the recorded call in the message; null: it contains none.
    public @Nullable String eventId() {
        return entry(sent, Entry.Kind.EVENT, "").eventId();
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }
}
