package dev.profileguard.backfill;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import java.util.Queue;
import java.util.function.Function;

/// Performs exactly the actions that were planned, in their order, and refuses any other.
///
/// @param own what is left to be done for the item at hand
/// @param others the same for the item of another subject that follows it; empty: nothing may be
///   done to that
record PlannedWriter(IamWriter writer, Queue<Action> own, Function<String, Queue<Action>> others)
        implements IamWriter {

    /// Something else than what was planned is to be done.
    static final class NotPlannedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlannedException(Action action) {
            super("It would now %s, which was not planned".formatted(action.described()));
        }
    }

    @Override
    public PerformedAction perform(Action action) {
        Queue<Action> planned = isNext(action, own) ? own : others.apply(action.subject());
        if (!isNext(action, planned)) {
            throw new NotPlannedException(action);
        }
        PerformedAction performed = writer.perform(action);
        planned.remove();
        return performed;
    }

    private static boolean isNext(Action action, Queue<Action> planned) {
        Action next = planned.peek();
        return next != null && next.described().equals(action.described());
    }
}
