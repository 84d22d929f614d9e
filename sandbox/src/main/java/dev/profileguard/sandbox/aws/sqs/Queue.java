package dev.profileguard.sandbox.aws.sqs;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One queue and the messages in it.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
final class Queue {
    /// Limits the memory of a sandbox that runs for weeks.
    private static final int MAX_MESSAGES = 10_000;

    private final QueueDefinition definition;
    private final List<Message> messages = new ArrayList<>();
    private final List<Depth> depths = new ArrayList<>();
    private Queues.Listener listener = in -> {};

    Queue(QueueDefinition definition) {
        this.definition = definition;
    }

    QueueDefinition definition() {
        return definition;
    }

    void listen(Queues.Listener newListener) {
        listener = newListener;
    }

    void add(Message message) {
        add(message, definition.delay());
    }

    /// @param delay how long the message cannot be received yet
    void add(Message message, Duration delay) {
        messages.add(message);
        if (messages.size() > MAX_MESSAGES) {
            messages.removeFirst();
        }
        listener.visible(delay);
    }

    List<Message> all(Instant now) {
        messages.removeIf(message -> !message.sent().plus(definition.retention()).isAfter(now));
        return List.copyOf(messages);
    }

    /// How many messages could be received at some times, oldest first: after each change.
    List<Depth> depths() {
        return List.copyOf(depths);
    }

    void measure(Instant now) {
        Depth depth = new Depth(now, visible(now).size());
        if (depths.isEmpty() || depths.getLast().visible() != depth.visible()) {
            depths.add(depth);
        }
        if (depths.size() > MAX_MESSAGES) {
            depths.removeFirst();
        }
    }

    /// Its messages that cannot be received now, because they were received.
    int inFlight(Instant now) {
        return (int) hidden(now).filter(message -> message.receives() > 0).count();
    }

    /// Its messages that cannot be received yet.
    int delayed(Instant now) {
        return (int) hidden(now).filter(message -> message.receives() == 0).count();
    }

    private Stream<Message> hidden(Instant now) {
        return all(now).stream().filter(message -> message.visibleAt().isAfter(now));
    }

    List<Message> visible(Instant now) {
        return all(now).stream().filter(message -> !message.visibleAt().isAfter(now)).toList();
    }

    /// Whether it moves to the dead-letter queue instead of being received again.
    boolean isExhausted(Message message) {
        return definition.redrive() != null && message.receives() >= definition.redrive().most();
    }

    String deadLetters() {
        return definition.redrive() == null ? "" : definition.redrive().deadLetters();
    }

    /// @param visibility how long nobody can receive it again
    /// @param twice whether a duplicate stays that can be received at once
    Message receive(Message message, Instant now, Duration visibility, boolean twice) {
        Message received = message.received(now, visibility);
        messages.set(messages.indexOf(message), received);
        listener.visible(visibility);
        if (twice && message.firstReceived() == null) {
            messages.add(message.duplicate(now));
            listener.visible(Duration.ZERO);
        }
        return received;
    }

    void hide(String receipt, Instant now, Duration visibility) {
        messages.replaceAll(
                each -> each.receipt().equals(receipt) ? each.hidden(now, visibility) : each);
        listener.visible(visibility);
    }

    void delete(String receipt) {
        messages.removeIf(each -> each.receipt().equals(receipt));
    }
}
