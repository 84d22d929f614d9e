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

/// The stack's standard queues, as SQS keeps them. A queue outside the stack swallows what it is
/// sent. Thread-safe.
public final class Queues {
    private final Map<String, Queue> byArn = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Timeline timeline;
    private final Faults faults;

    /// Empty queues.
    ///
    /// @param faults decide which messages are handed out twice
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

    /// The queue with this ARN, as the template has it; null: the stack has no such queue.
    public synchronized @Nullable QueueDefinition find(String arn) {
        Queue queue = byArn.get(arn);
        return queue == null ? null : queue.definition();
    }

    /// Puts a message into the queue with this ARN.
    public synchronized void send(String arn, String body) {
        Queue queue = byArn.get(arn);
        if (queue != null) {
            queue.add(Message.sent(body, clock.instant(), queue.definition().delay()));
        }
    }

    /// Tells this, from now on, how long it will be until a message can be received, whenever that
    /// changes. One listener a queue.
    ///
    /// @throws IllegalArgumentException when the stack has no such queue
    public synchronized void listen(String arn, Listener listener) {
        existing(arn).listen(listener);
    }

    /// How many messages could be received now.
    public synchronized int visible(String arn) {
        return existing(arn).visible(clock.instant()).size();
    }

    /// Receives messages, in the order in which they were sent. They cannot be received again for
    /// the queue's visibility timeout. Those that were received too often move to the dead-letter
    /// queue instead.
    ///
    /// @param most how many at most
    public synchronized List<Message> receive(String arn, int most) {
        Queue queue = existing(arn);
        Instant now = clock.instant();
        List<Message> received = new ArrayList<>();
        for (Message message : queue.visible(now)) {
            if (queue.isSpent(message)) {
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

    /// The bodies of the messages in a queue, oldest first: those too that cannot be received now.
    ///
    /// @throws IllegalArgumentException when the template has no such queue
    public synchronized List<String> messages(String logicalId) {
        return named(logicalId).all(clock.instant()).stream().map(Message::body).toList();
    }

    /// Sends the messages of a dead-letter queue back to the queues from which they came, as new
    /// messages. What came from no queue stays.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
    ///
    /// @return how many went
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

    /// Hears when there will be something to receive.
    @FunctionalInterface
    public interface Listener {
        /// Something can be received soon.
        ///
        /// @param in from now
        void visible(Duration in);
    }
}
