package dev.profileguard.sandbox.aws.sqs;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One queue and the messages in it.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
final class Queue {
    /// Limits the memory of a sandbox that runs for weeks.
    private static final int MAX_MESSAGES = 10_000;

    private final QueueDefinition definition;
    private final List<Message> messages = new ArrayList<>();
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

    /// @param twice whether a duplicate stays that can be received at once
    Message receive(Message message, Instant now, boolean twice) {
        Message received = message.received(now, definition.visibility());
        messages.set(messages.indexOf(message), received);
        listener.visible(definition.visibility());
        if (twice && message.firstReceived() == null) {
            messages.add(message.duplicate(now));
            listener.visible(Duration.ZERO);
        }
        return received;
    }

    void delete(String receipt) {
        messages.removeIf(each -> each.receipt().equals(receipt));
    }
}
