package dev.profileguard.handler;

import dev.profileguard.core.Action;
import dev.profileguard.core.Performed;
import dev.profileguard.iam.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Performs exactly the actions that were planned, in their order, and refuses any other.
final class PlannedWriter implements Writer {
    private final Writer writer;
    private final Deque<String> planned;

    /// @param planned as [Action#described()] has them
    PlannedWriter(Writer writer, List<String> planned) {
        this.writer = writer;
        this.planned = new ArrayDeque<>(planned);
    }

    /// Something else than what was planned is to be done.
    static final class NotPlannedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlannedException(Action action) {
            super("It would now %s, which was not planned".formatted(action.described()));
        }
    }

    @Override
    public Performed perform(Action action) {
        if (!action.described().equals(planned.peek())) {
            throw new NotPlannedException(action);
        }
        Performed performed = writer.perform(action);
        planned.remove();
        return performed;
    }
}
