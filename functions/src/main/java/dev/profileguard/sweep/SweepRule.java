package dev.profileguard.sweep;

import dev.profileguard.event.Call;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the functions' rules, for a sweep to run over everything. It decides nothing itself: it
/// makes the same tasks that events lead to.
public interface SweepRule {
    /// As requests name it, such as `guard`.
    String name();

    /// How far its function goes.
    Mode mode();

    /// The template parameter that sets the mode.
    String modeParameter();

    /// Whether it is about subjects of this kind.
    boolean covers(Subject.Kind kind);

    /// The task for a subject.
    ///
    /// @param call what stands for the call that an event would tell of
    Task task(Subject subject, SweepContext hands, Call call);

    /// What can be said of a subject without any call; null: it takes a look.
    default @Nullable Outcome atOnce(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache baselines, Call call) {
        return null;
    }

    /// Whether a look at the snapshot comes first, and a look at IAM only where something is to be
    /// done.
    default boolean looksFirst() {
        return true;
    }

    /// What a task's outcome leaves to be told.
    default List<Outcome> besides(Task task) {
        return List.of();
    }
}
