package dev.profileguard.sandbox.aws.stepfunctions;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state machine that can be executed.
///
/// @param first the name of its first state
/// @param timeout how long an execution may take; null: without limit
record StateMachine(
        String name,
        String arn,
        String first,
        Map<String, State> states,
        @Nullable Duration timeout) {

    /// The ARN of one of its executions.
    String executionArn(String execution) {
        return stack().arn("states", "execution:%s:%s".formatted(name, execution));
    }

    /// The ARN of the role that SAM creates for it.
    String roleArn() {
        return stack().iamArn("role/%sRole".formatted(name));
    }

    private Stack stack() {
        return new Stack(arn.split(":", 6)[4]);
    }

    /// The state of this name.
    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("No state is called " + name);
        }
        return state;
    }
}
