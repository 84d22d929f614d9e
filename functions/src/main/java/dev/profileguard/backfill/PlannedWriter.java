package dev.profileguard.backfill;

import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;

/// Performs only the planned actions, in their order, and refuses all others.
///
/// @param own the remaining actions of the current item
/// @param others the remaining actions of a later item, by its subject; without actions if the item
///   does not allow any
record PlannedWriter(IamWriter writer, Remaining own, Function<String, Remaining> others)
        implements IamWriter {

    /// The remaining actions of an item.
    ///
    /// @param state if the item was started, actions that are not required any more are done
    record Remaining(Queue<Action> actions, Planned.State state) {
        /// No action is allowed.
        static Remaining nothing() {
            return new Remaining(new ArrayDeque<>(), Planned.State.PLANNED);
        }

        static Remaining of(Planned item) {
            return new Remaining(new ArrayDeque<>(item.actions()), item.state());
        }

        /// Whether the action is the next one. Skips what is done.
        private boolean isNext(Action action) {
            boolean planned =
                    actions.stream().anyMatch(each -> each.described().equals(action.described()));
            while (planned && state == Planned.State.STARTED && !isFirst(action)) {
                actions.remove();
            }
            return isFirst(action);
        }

        private boolean isFirst(Action action) {
            Action next = actions.peek();
            return next != null && next.described().equals(action.described());
        }
    }

    /// The rule requires an action that is not in the plan.
    static final class NotPlannedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPlannedException(Action action) {
            super("Required now, but not planned: %s".formatted(action.described()));
        }
    }

    @Override
    public PerformedAction perform(Action action) {
        Remaining planned = own.isNext(action) ? own : others.apply(action.subject());
        if (!planned.isNext(action)) {
            throw new NotPlannedException(action);
        }
        PerformedAction performed = writer.perform(action);
        planned.actions().remove();
        return performed;
    }
}
