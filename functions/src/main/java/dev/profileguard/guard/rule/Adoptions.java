package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the allowed changes part of the record, one after the other, as if their events had just
/// arrived.
///
/// Not thread-safe.
final class Adoptions {
    private final Guard guard;
    private final ObservedProfile seen;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();
    private GuardRecord record;
    private @Nullable GuardPlan last;
    private @Nullable Reverted reverted;

    /// An allowed change that ProfileGuard reverted before it knew the change.
    private record Reverted(Change change, GuardPlan.Repair plan) {}

    Adoptions(Guard guard, ObservedProfile seen, Instant now) {
        this.guard = guard;
        this.seen = seen;
        this.now = now;
        this.record = seen.record();
    }

    /// Adopts the next change, if it is allowed.
    ///
    /// @return a retry if nothing can be decided yet; null: continue with the next change
    @Nullable Step evaluate(Change change) {
        if (!guard.isAuthorized(change, record)) {
            return null;
        }
        GuardPlan plan = guard.decide(change, adopted(), now);
        if (plan instanceof GuardPlan.LookAgain(String why, GuardRecord read)) {
            return new Step.LookAgain(why);
        }
        if (plan instanceof GuardPlan.Repair repair) {
            reverted = new Reverted(change, repair);
        } else {
            findings.addAll(plan.findings());
        }
        last = plan;
        record = plan.next();
        return null;
    }

    /// The profile, and the record after the adopted changes.
    ObservedProfile adopted() {
        return new ObservedProfile(record, seen.profile());
    }

    /// The record and the findings after the changes so far; null: they changed nothing.
    Memory.@Nullable Adopted asMemory() {
        return record.equals(seen.record()) && findings.isEmpty()
                ? null
                : new Memory.Adopted(record, findings);
    }

    /// The step after all changes; null: they do not explain all drift.
    ///
    /// @param found the change that stands for the missing event
    /// @param cause the untrusted change that left the profile as it is; null: none is known
    @Nullable Step step(Change found, @Nullable Change cause) {
        GuardPlan known = last;
        if (known == null) {
            return null;
        }
        Step restored = restore(cause);
        if (restored != null) {
            return restored;
        }
        GuardPlan rest = guard.decide(found, adopted(), now);
        if (!rest.drifts().isEmpty()) {
            return null;
        }
        return steps(found)
                .of(
                        rest.findings().isEmpty()
                                ? GuardPlan.remember(known.decision(), known.why(), rest.next())
                                : rest);
    }

    /// Restores an allowed change that we reverted; null: there is none, or the profile is by now
    /// as the later changes left it.
    private @Nullable Step restore(@Nullable Change cause) {
        Reverted wronglyReverted = reverted;
        Baseline baseline = record.baseline();
        if (wronglyReverted == null || baseline == null) {
            return null;
        }
        List<Drift> drifts = Drift.between(seen.profile(), baseline);
        GuardPlan.Repair plan = wronglyReverted.plan();
        return drifts.isEmpty()
                ? null
                : steps(cause == null ? wronglyReverted.change() : cause)
                        .of(new GuardPlan.Repair(plan.why(), drifts, record, plan.findings()));
    }

    private GuardSteps steps(Change change) {
        return new GuardSteps(change, seen, now, asMemory());
    }
}
