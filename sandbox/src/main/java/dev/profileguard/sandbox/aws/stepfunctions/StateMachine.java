package dev.profileguard.sandbox.aws.stepfunctions;

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

    /// The state of this name.
    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("No state is called " + name);
        }
        return state;
    }
}
