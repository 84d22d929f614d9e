package dev.profileguard.sandbox.aws.cloudformation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An EventBridge rule on the default bus.
///
/// @param pattern its event pattern, as JSON
public record RuleDefinition(String name, String pattern, List<Target> targets) {
    /// A target of matching events.
    ///
    /// @param arn the ARN of a function or a queue
    /// @param deadLetters the ARN of the queue for undeliverable events; null: they are dropped
    /// @param input the input that the target receives
    public record Target(String arn, @Nullable String deadLetters, TargetInput input) {
        /// A target that receives the whole event.
        public Target(String arn, @Nullable String deadLetters) {
            this(arn, deadLetters, TargetInput.WHOLE);
        }
    }
}
