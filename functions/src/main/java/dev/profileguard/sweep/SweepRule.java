package dev.profileguard.sweep;

import dev.profileguard.event.Call;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports.CallHistory;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function's rule, for a sweep to run over everything. It decides nothing itself: it makes the
/// tasks that events lead to.
public interface SweepRule {
    /// As requests name it, such as `guard`.
    String name();

    /// How far its function goes.
    Mode mode();

    /// The template parameter that sets the mode.
    String modeParameter();

    /// Whether it is about subjects of this kind.
    boolean covers(TaggedType type);

    /// The task for a subject.
    ///
    /// @param call what stands for the call that an event would name
    Task task(Subject subject, Requester requester, Call call);

    /// What can be said of a subject without any call; null: it has to be read.
    default @Nullable Outcome fromSnapshot(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache records, Call call) {
        return null;
    }

    /// Whether the rule is first tried on the snapshot alone, so that IAM is read only where
    /// something is to be done.
    default boolean triesSnapshotFirst() {
        return true;
    }

    /// What keeps the rule from doing anything at all, as sentences; empty: nothing.
    default List<String> faults(GuardRecordCache records) {
        return List.of();
    }

    /// What CloudTrail is to this rule.
    default CallHistory calls(CallHistory calls, Requester requester) {
        return calls;
    }

    /// Who wants the rule to be run.
    enum Requester {
        /// A person, or one who will see what it comes to before it is done.
        PERSON,
        /// A schedule.
        SCHEDULE
    }
}
