package dev.profileguard.sandbox.queue;

import dev.profileguard.sandbox.template.QueueDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stack's queues. Each keeps its last thousand messages. Thread-safe.
public final class Queues {
    private static final int KEPT = 1_000;

    private final Map<String, Deque<String>> byArn = new LinkedHashMap<>();
    private final Map<String, String> arns = new LinkedHashMap<>();

    /// Empty queues.
    public Queues(List<QueueDefinition> definitions) {
        for (QueueDefinition definition : definitions) {
            byArn.put(definition.arn(), new ArrayDeque<>());
            arns.put(definition.logicalId(), definition.arn());
        }
    }

    /// Puts a message into the queue with this ARN. A queue outside the stack swallows it.
    public synchronized void send(String arn, String message) {
        Deque<String> queue = byArn.get(arn);
        if (queue != null) {
            queue.add(message);
            if (queue.size() > KEPT) {
                queue.remove();
            }
        }
    }

    /// The messages in a queue, oldest first.
    ///
    /// @throws IllegalArgumentException when the template has no such queue
    public synchronized List<String> messages(String logicalId) {
        Deque<String> queue = byArn.get(arns.get(logicalId));
        if (queue == null) {
            throw new IllegalArgumentException(
                    "The template has no queue %s. It has: %s"
                            .formatted(logicalId, String.join(", ", arns.keySet())));
        }
        return new ArrayList<>(queue);
    }
}
