package dev.profileguard.sandbox.aws.cloudformation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An EventBridge rule on the default bus.
///
/// @param pattern its event pattern, as JSON
public record RuleDefinition(String name, String pattern, List<Target> targets) {
    /// Where matching events go.
    ///
    /// @param arn of a function or a queue
    /// @param deadLetters the ARN of the queue for what cannot be delivered; null: it is dropped
    /// @param input what it gets of an event
    public record Target(String arn, @Nullable String deadLetters, TargetInput input) {
        /// A target that gets the whole event.
        public Target(String arn, @Nullable String deadLetters) {
            this(arn, deadLetters, TargetInput.WHOLE);
        }
    }
}
