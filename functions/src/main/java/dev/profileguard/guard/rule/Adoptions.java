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
    private record Undone(Change change, String why) {}

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
            undone = new Undone(change, repair.why());
        }
        last = plan;
        record = plan.next();
        findings.addAll(plan.findings());
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
    @Nullable Step step(Change found) {
        GuardPlan known = last;
        if (known == null) {
            return null;
        }
        Undone again = undone;
        Baseline baseline = record.baseline();
        if (again != null && baseline != null) {
            return putBack(again, baseline);
        }
        GuardPlan rest = guard.decide(found, adopted(), now);
        return rest.drifts().isEmpty()
                ? steps(found).of(GuardPlan.remember(known.decision(), known.why(), rest.next()))
                : null;
    }

    private Step putBack(Undone again, Baseline baseline) {
        List<Drift> drifts = Drift.between(seen.profile(), baseline);
        return steps(again.change())
                .of(new GuardPlan.Repair(again.why(), drifts, record, List.of()));
    }

    private GuardSteps steps(Change change) {
        return new GuardSteps(change, seen, now, findings);
    }
}
