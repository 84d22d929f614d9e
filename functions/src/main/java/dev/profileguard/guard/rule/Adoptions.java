package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the changes that count part of the record, one after the other, as if their events had
/// just arrived.
///
/// Not for several threads at a time.
final class Adoptions {
    private final Guard guard;
    private final ObservedProfile seen;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();
    private GuardRecord record;
    private @Nullable GuardPlan last;
    private @Nullable Undone undone;

    /// A change that counts, and that we had undone before we knew of it.
    private record Undone(Change change, GuardPlan.Repair plan) {}

    Adoptions(Guard guard, ObservedProfile seen, Instant now) {
        this.guard = guard;
        this.seen = seen;
        this.now = now;
        this.record = seen.record();
    }

    /// Judges the next change, if it counts.
    ///
    /// @return the step to go on with where it is too early to say; null: go on with the next
    @Nullable Step judge(Change change) {
        if (!guard.counts(change, record)) {
            return null;
        }
        GuardPlan plan = guard.decide(change, adopted(), now);
        if (plan instanceof GuardPlan.LookAgain(String why, GuardRecord read)) {
            return new Step.LookAgain(why);
        }
        if (plan instanceof GuardPlan.Repair repair) {
            undone = new Undone(change, repair);
        } else {
            findings.addAll(plan.findings());
        }
        last = plan;
        record = plan.next();
        return null;
    }

    /// The profile, with the record as the changes made it.
    ObservedProfile adopted() {
        return new ObservedProfile(record, seen.profile());
    }

    /// What people are told of the changes so far.
    List<Finding> findings() {
        return findings;
    }

    /// What is to be done once all changes are judged; null: drift is left that they do not
    /// explain.
    ///
    /// @param found what stands for the event that never came
    /// @param culprit who is not trusted and left the profile as it is; null: nobody is known
    @Nullable Step step(Change found, @Nullable Change culprit) {
        GuardPlan known = last;
        if (known == null) {
            return null;
        }
        Step again = putBack(culprit);
        if (again != null) {
            return again;
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

    /// Puts back a change that counts and that we had undone; null: there is none, or the profile
    /// is by now as the later ones left it.
    private @Nullable Step putBack(@Nullable Change culprit) {
        Undone again = undone;
        Baseline baseline = record.baseline();
        if (again == null || baseline == null) {
            return null;
        }
        List<Drift> drifts = Drift.between(seen.profile(), baseline);
        GuardPlan.Repair plan = again.plan();
        return drifts.isEmpty()
                ? null
                : steps(culprit == null ? again.change() : culprit)
                        .of(new GuardPlan.Repair(plan.why(), drifts, record, plan.findings()));
    }

    private GuardSteps steps(Change change) {
        return new GuardSteps(change, seen, now, findings);
    }
}
