package dev.profileguard.handler;

import dev.profileguard.core.Action;
import dev.profileguard.core.Performed;
import dev.profileguard.iam.Writer;
import java.util.Queue;
import java.util.function.Function;

/// Performs exactly the actions that were planned, in their order, and refuses any other.
///
/// @param own what is left to be done for the item at hand, as [Action#described()] has it
/// @param others the same for the item of another subject that follows it; empty: nothing may be
///   done to that
record PlannedWriter(Writer writer, Queue<String> own, Function<String, Queue<String>> others)
        implements Writer {

    /// Something else than what was planned is to be done.
    static final class NotPlannedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlannedException(Action action) {
            super("It would now %s, which was not planned".formatted(action.described()));
        }
    }

    @Override
    public Performed perform(Action action) {
        String text = action.described();
        Queue<String> planned = text.equals(own.peek()) ? own : others.apply(action.subject());
        if (!text.equals(planned.peek())) {
            throw new NotPlannedException(action);
        }
        Performed performed = writer.perform(action);
        planned.remove();
        return performed;
    }
}
