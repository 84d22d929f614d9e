package dev.profileguard.backfill;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import java.util.Queue;
import java.util.function.Function;

/// Performs only the planned actions, in their order, and refuses all others.
///
/// @param own the remaining actions of the current item
/// @param others the remaining actions of a later item, by its subject; empty: no action is allowed
record PlannedWriter(IamWriter writer, Queue<Action> own, Function<String, Queue<Action>> others)
        implements IamWriter {

    /// The rule requires an action that is not in the plan.
    static final class NotPlannedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlannedException(Action action) {
            super("Required now, but not planned: %s".formatted(action.described()));
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
