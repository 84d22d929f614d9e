package dev.profileguard.sandbox.command.stack;

import java.util.Map;

/// A message that was received from a dead-letter queue.
///
/// @param receipt deletes it, or lets it be received again
/// @param attributes texts by name; EventBridge writes there why it could not deliver an event
public record Letter(String id, String receipt, String body, Map<String, String> attributes) {
    /// Takes a copy.
    public Letter {
        attributes = Map.copyOf(attributes);
    }
}
