package dev.profileguard.sandbox.aws.sqs;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stack's standard queues. Messages to a queue outside the stack are dropped. Thread-safe.
public final class Queues {
    private final Map<String, Queue> byArn = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Timeline timeline;
    private final Faults faults;

    /// Empty queues.
    ///
    /// @param faults decides which messages are delivered twice
    public Queues(
            List<QueueDefinition> definitions,
            InstantSource clock,
            Timeline timeline,
            Faults faults) {
        definitions.forEach(each -> byArn.put(each.arn(), new Queue(each)));
        this.clock = clock;
        this.timeline = timeline;
        this.faults = faults;
    }

    /// The definition of the queue with this ARN; null: the stack has no such queue.
    public synchronized @Nullable QueueDefinition find(String arn) {
        Queue queue = byArn.get(arn);
        return queue == null ? null : queue.definition();
    }

    /// Sends a message to the queue with this ARN.
    ///
    /// @return the message; null: the stack has no such queue
    public synchronized @Nullable Message send(String arn, String body) {
        Queue queue = byArn.get(arn);
        return queue == null ? null : send(queue, body, queue.definition().delay());
    }

    /// The same, with a delay of its own instead of the queue's.
    public synchronized @Nullable Message send(String arn, String body, Duration delay) {
        Queue queue = byArn.get(arn);
        return queue == null ? null : send(queue, body, delay);
    }

    private Message send(Queue queue, String body, Duration delay) {
        Message message = Message.sent(body, clock.instant(), delay);
        queue.add(message, delay);
        return message;
    }

    /// Sets a queue's only listener. It is notified whenever a message will become visible.
    ///
    /// @throws IllegalArgumentException when the stack has no such queue
    public synchronized void listen(String arn, Listener listener) {
        existing(arn).listen(listener);
    }

    /// The number of messages that can be received now.
    public synchronized int visible(String arn) {
        return existing(arn).visible(clock.instant()).size();
    }

    /// Receives messages, in the order in which they were sent. During the queue's visibility
    /// timeout, nobody can receive them again. Messages that were received too often move to the
    /// dead-letter queue instead.
    ///
    /// @param most the maximum number of messages
    public synchronized List<Message> receive(String arn, int most) {
        Queue queue = existing(arn);
        Instant now = clock.instant();
        List<Message> received = new ArrayList<>();
        for (Message message : queue.visible(now)) {
            if (queue.isExhausted(message)) {
                moveToDeadLetters(queue, message, now);
            } else if (received.size() < most) {
                received.add(queue.receive(message, now, faults.deliversTwice()));
            }
        }
        return received;
    }

    /// Deletes a message that was received, if nobody has received it since.
    public synchronized void delete(String arn, Message received) {
        delete(arn, received.receipt());
    }

    /// Deletes the message that was received with this receipt, if nobody has received it since.
    public synchronized void delete(String arn, String receipt) {
        existing(arn).delete(receipt);
    }

    /// The bodies of all messages in a queue, oldest first, including messages that cannot be
    /// received now.
    ///
    /// @throws IllegalArgumentException when the template has no such queue
    public synchronized List<String> messages(String logicalId) {
        return named(logicalId).all(clock.instant()).stream().map(Message::body).toList();
    }

    /// Sends the messages of a dead-letter queue back to the queues from which they came, as new
    /// messages. Messages that came from no queue stay.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
    ///
    /// @return the number of moved messages
    /// @throws IllegalArgumentException when the template has no such queue
    public synchronized int redrive(String logicalId) {
        Queue deadLetters = named(logicalId);
        int moved = 0;
        for (Message message : deadLetters.all(clock.instant())) {
            if (message.from() != null) {
                deadLetters.delete(message.receipt());
                send(message.from(), message.body());
                moved++;
            }
        }
        return moved;
    }

    private void moveToDeadLetters(Queue queue, Message message, Instant now) {
        queue.delete(message.receipt());
        String arn = queue.deadLetters();
        Queue target = byArn.get(arn);
        if (target != null) {
            target.add(message.movedFrom(queue.definition().arn(), now));
        }
        timeline.add(
                message.entry(now, Entry.Kind.DEAD_LETTER, arn)
                        .ended("received %d times".formatted(message.receives()), null));
    }

    private Queue existing(String arn) {
        Queue queue = byArn.get(arn);
        if (queue == null) {
            throw new IllegalArgumentException("The template has no queue " + arn);
        }
        return queue;
    }

    private Queue named(String logicalId) {
        return byArn.values().stream()
                .filter(queue -> queue.definition().logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "The template has no queue %s. It has: %s"
                                        .formatted(logicalId, logicalIds())));
    }

    private String logicalIds() {
        return String.join(
                ", ", byArn.values().stream().map(each -> each.definition().logicalId()).toList());
    }

    /// Notified when messages will become visible.
    @FunctionalInterface
    public interface Listener {
        /// A message will become visible.
        ///
        /// @param in the time until then
        void visible(Duration in);
    }
}
