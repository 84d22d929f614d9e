package dev.profileguard.sweep;

import dev.profileguard.event.Call;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports.CallHistory;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.ProvenanceCache;
import dev.profileguard.sweep.result.DeliveryCheck;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A function's rule in a sweep over the account. It creates the same tasks as the function does
/// for events.
public interface SweepRule extends SweepRuleSource {
    /// This rule: it reads nothing but its settings.
    @Override
    default SweepRule now() {
        return this;
    }

    /// The function's mode.
    Mode mode();

    /// The template parameter that sets the mode.
    String modeParameter();

    /// Whether the rule covers roles, or instance profiles.
    boolean covers(TaggedType type);

    /// The task for a subject.
    ///
    /// @param call used in place of the call in an event
    Task task(Subject subject, Requester requester, Call call);

    /// The task for an item of a plan that is about to be applied. It requires the same actions,
    /// and reads nothing that IAM's refusal of a planned action shows as well.
    default Task application(Subject subject, Call call) {
        return task(subject, Requester.PERSON, call);
    }

    /// The roles that have to be evaluated although they do not exist any more.
    default List<RoleName> missingRoles(AccountSnapshot snapshot, ProvenanceCache made) {
        return List.of();
    }

    /// Whether a recorded profile comes before all roles: what the rule will do about it, as far as
    /// the snapshot shows, affects the evaluation of roles.
    default boolean comesFirst(
            Subject profile, AccountSnapshot snapshot, GuardRecordCache records) {
        return false;
    }

    /// The outcome that needs no call to AWS; null: the subject has to be read.
    default @Nullable Outcome fromSnapshot(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache records, Call call) {
        return null;
    }

    /// Whether a sweep first evaluates the rule on the snapshot, and reads IAM only if there is
    /// something to do.
    default boolean triesSnapshotFirst() {
        return true;
    }

    /// The faults that keep the whole rule from working, as sentences; empty: none.
    ///
    /// @param snapshot as far as it is known now
    default List<String> faults(AccountSnapshot snapshot, GuardRecordCache records) {
        return List.of();
    }

    /// The checks of what the rule needs besides the records, in this invocation; empty: nothing.
    default List<DeliveryCheck> checks() {
        return List.of();
    }

    /// Whether the rule has to know later which instances used a profile before.
    default boolean comparesUses() {
        return false;
    }

    /// Whether an outcome shows that a profile is right, so that whatever uses it may use it.
    default boolean isRight(Outcome outcome) {
        return false;
    }

    /// Whether a sweep stores what uses the profiles that the rule guards.
    default boolean keepsInventory() {
        return false;
    }

    /// The profiles of which a sweep stores what uses them: those that the rule guards, or may
    /// guard by the end of the sweep.
    default Set<ProfileName> inventoried(AccountSnapshot snapshot, GuardRecordCache records) {
        return Set.of();
    }

    /// Whether the rule's decisions depend on the policies of roles.
    default boolean readsPolicies() {
        return false;
    }

    /// The operations whose calls the rule looks for when it looks a role or profile up in
    /// CloudTrail, such as `CreateRole`; empty: any.
    default Set<String> operations() {
        return Set.of();
    }

    /// The call history for this rule.
    default CallHistory calls(CallHistory calls, Requester requester) {
        return calls;
    }

    /// Who started the sweep.
    enum Requester {
        /// A person, or a plan that a person reads before it is applied.
        PERSON,
        /// A schedule.
        SCHEDULE
    }
}
