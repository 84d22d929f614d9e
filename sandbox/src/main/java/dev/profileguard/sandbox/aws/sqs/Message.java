package dev.profileguard.sandbox.aws.sqs;

import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message in a queue. Immutable: receiving it makes another one of it.
///
/// @param receipt changes with each receive
/// @param visibleAt when it can be received
/// @param receives how often it was
/// @param firstReceived null: never
/// @param from the ARN of the queue from which it was moved here; null: it was sent here
public record Message(
        String id,
        String body,
        String receipt,
        Instant sent,
        Instant visibleAt,
        int receives,
        @Nullable Instant firstReceived,
        @Nullable String from) {

    static Message sent(String body, Instant now, Duration delay) {
        return new Message(random(), body, random(), now, now.plus(delay), 0, null, null);
    }

    Message received(Instant now, Duration visibility) {
        return new Message(
                id,
                body,
                random(),
                sent,
                now.plus(visibility),
                receives + 1,
                firstReceived == null ? now : firstReceived,
                from);
    }

    /// A copy that can be received at once. One message has one copy at most.
    Message copied(Instant now) {
        return new Message(id, body, random(), sent, now, receives, now, from);
    }

    /// It keeps its age: a dead-letter queue forgets it when it is too old [from when it was
    /// sent](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).
    Message movedFrom(String queue, Instant now) {
        return new Message(id, body, random(), sent, now, receives, firstReceived, queue);
    }

    /// An entry that tells of it.
    ///
    /// @param subject what it is about, if the message does not tell of a recorded call
    public Entry entry(Instant now, Entry.Kind kind, String subject) {
        Entry entry = Entry.of(now, kind);
        try {
            BusEvent event = BusEvent.of(body);
            return entry.by(event.actor())
                    .about(
                            event.operation(),
                            kind == Entry.Kind.DEAD_LETTER || event.subject() == null
                                    ? subject
                                    : event.subject())
                    .in(null, event.eventId());
        } catch (IllegalArgumentException e) { // anybody may send anything
            return entry.about(null, subject);
        }
    }

    /// CloudTrail's ID of the recorded call that it tells of; null: it tells of none.
    public @Nullable String eventId() {
        return entry(sent, Entry.Kind.EVENT, "").eventId();
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }
}
