package dev.profileguard.sandbox.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An EventBridge rule on the default bus.
///
/// @param pattern its event pattern, as JSON
public record RuleDefinition(String name, String pattern, List<Target> targets) {
    /// Where matching events go.
    ///
    /// @param arn of a function
    /// @param deadLetters the ARN of the queue for what cannot be delivered; null: it is dropped
    public record Target(String arn, @Nullable String deadLetters) {}
}
