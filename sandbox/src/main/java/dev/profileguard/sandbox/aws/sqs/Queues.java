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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The stack's standard queues. Messages to a queue outside the stack are dropped. Thread-safe.
public final class Queues {
    private final Map<String, Queue> byArn = new LinkedHashMap<>();
    private final List<MoveTask> tasks = new ArrayList<>();
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
        return send(arn, body, Map.of(), delay);
    }

    /// The same, with attributes.
    ///
    /// @param attributes texts by name
    public synchronized @Nullable Message send(
            String arn, String body, Map<String, String> attributes, Duration delay) {
        Queue queue = byArn.get(arn);
        return queue == null ? null : send(queue, body, attributes, delay);
    }

    private Message send(Queue queue, String body, Duration delay) {
        return send(queue, body, Map.of(), delay);
    }

    private Message send(Queue queue, String body, Map<String, String> attributes, Duration delay) {
        Instant now = clock.instant();
        Message message = Message.sent(body, attributes, now, delay);
        queue.add(message, delay);
        queue.measure(now);
        return message;
    }

    /// The definitions of all queues, in the template's order.
    public synchronized List<QueueDefinition> definitions() {
        return byArn.values().stream().map(Queue::definition).toList();
    }

    /// How many messages could be received at some times, oldest first: after each change.
    public synchronized List<Depth> depths(String arn) {
        return existing(arn).depths();
    }

    /// The number of messages that were received and neither deleted nor became visible again.
    public synchronized int inFlight(String arn) {
        return existing(arn).inFlight(clock.instant());
    }

    /// The number of messages that cannot be received yet.
    public synchronized int delayed(String arn) {
        return existing(arn).delayed(clock.instant());
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
        return receive(arn, most, existing(arn).definition().visibility());
    }

    /// The same, with a visibility timeout of its own instead of the queue's.
    public synchronized List<Message> receive(String arn, int most, Duration visibility) {
        Queue queue = existing(arn);
        Instant now = clock.instant();
        List<Message> received = new ArrayList<>();
        for (Message message : queue.visible(now)) {
            if (queue.isExhausted(message)) {
                moveToDeadLetters(queue, message, now);
            } else if (received.size() < most) {
                received.add(queue.receive(message, now, visibility, faults.deliversTwice()));
            }
        }
        queue.measure(now);
        return received;
    }

    /// Deletes a message that was received, if nobody has received it since.
    public synchronized void delete(String arn, Message received) {
        delete(arn, received.receipt());
    }

    /// Deletes the message that was received with this receipt, if nobody has received it since.
    public synchronized void delete(String arn, String receipt) {
        Queue queue = existing(arn);
        queue.delete(receipt);
        queue.measure(clock.instant());
    }

    /// Changes when the message that was received with this receipt can be received again.
    public synchronized void hide(String arn, String receipt, Duration visibility) {
        Queue queue = existing(arn);
        Instant now = clock.instant();
        queue.hide(receipt, now, visibility);
        queue.measure(now);
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
    ///
    /// @return the number of moved messages
    /// @throws IllegalArgumentException when the template has no such queue
    public synchronized int redrive(String logicalId) {
        return move(named(logicalId).definition().arn(), null).moved();
    }

    /// Moves the messages of a dead-letter queue that can be received now to another queue, as new
    /// messages.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
    ///
    /// @param destination the ARN of a queue of the template; null: each message moves to the queue
    ///   from which it came, and a message that came from no queue stays
    public synchronized MoveTask move(String source, @Nullable String destination) {
        Queue from = existing(source);
        Instant now = clock.instant();
        int moved = 0;
        for (Message message : from.visible(now)) {
            String to = destination == null ? message.from() : destination;
            if (to != null && send(to, message.body(), message.attributes()) != null) {
                from.delete(message.receipt());
                moved++;
            }
        }
        from.measure(now);
        MoveTask task = new MoveTask(UUID.randomUUID().toString(), source, destination, moved, now);
        tasks.add(task);
        return task;
    }

    private @Nullable Message send(String arn, String body, Map<String, String> attributes) {
        Queue queue = byArn.get(arn);
        return queue == null ? null : send(queue, body, attributes, queue.definition().delay());
    }

    /// The tasks that moved messages of a queue, latest first.
    public synchronized List<MoveTask> tasks(String source) {
        return tasks.reversed().stream().filter(task -> task.source().equals(source)).toList();
    }

    private void moveToDeadLetters(Queue queue, Message message, Instant now) {
        queue.delete(message.receipt());
        String arn = queue.deadLetters();
        Queue target = byArn.get(arn);
        if (target != null) {
            target.add(message.movedFrom(queue.definition().arn(), now));
            target.measure(now);
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
