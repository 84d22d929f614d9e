package dev.profileguard.sandbox.aws.stepfunctions;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state machine that can be executed.
///
/// @param first the name of the state that it begins with
/// @param timeout how long an execution may take; null: as long as it likes
record StateMachine(
        String name,
        String arn,
        String first,
        Map<String, State> states,
        @Nullable Duration timeout) {

    /// @param name of one of its states
    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("No state is called " + name);
        }
        return state;
    }
}
