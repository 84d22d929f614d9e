package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Release;
import dev.profileguard.state.Withheld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the allowed changes part of the record, one after the other, as if their events had just
/// arrived. Then it explains the drift that is left.
///
/// Not thread-safe.
final class Adoptions {
    private final Guard guard;
    private final ObservedProfile seen;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();
    private GuardRecord record;

    Adoptions(Guard guard, ObservedProfile seen, Instant now) {
        this.guard = guard;
        this.seen = seen;
        this.now = now;
        this.record = seen.record();
    }

    /// Adopts the changes that are allowed. Those of CloudTrail are proven.
    ///
    /// @param recorded the changes in CloudTrail
    /// @param changes the same, and perhaps one of an event that CloudTrail does not show yet
    /// @return why nothing can be decided yet; null: all were adopted
    @Nullable String adopt(List<Change> recorded, List<Change> changes) {
        String tooEarly = adopt(changes);
        if (Proof.of(record.unproven(), recorded)) {
            record = record.proven();
        }
        return tooEarly;
    }

    private @Nullable String adopt(List<Change> changes) {
        for (Change change : changes) {
            Baseline baseline = record.baseline();
            boolean known =
                    baseline != null
                            && change.time().isBefore(baseline.asOf())
                            && !change.edit().changesTag(Release.TAG);
            if (known || !guard.isAuthorized(change, record)) {
                continue;
            }
            GuardPlan plan = guard.decide(change, adopted(), now);
            if (plan instanceof GuardPlan.LookAgain(String why, GuardRecord read)) {
                return why;
            }
            findings.addAll(plan.findings());
            record = plan.next();
        }
        return null;
    }

    /// Records the canary's profile, unless that is done.
    ///
    /// @param change the canary's own
    /// @return the profile, and its record with the baseline
    ObservedProfile record(Change change) {
        record = guard.canary().recorded(seen, change);
        return adopted();
    }

    /// What explains the drift that is left.
    ///
    /// @param changes in the order of the calls
    Explanation explain(List<Change> changes, Explanation.Evidence evidence) {
        Baseline baseline = record.baseline();
        List<AttributedDrift> known = new ArrayList<>();
        List<Drift> unknown = new ArrayList<>();
        if (baseline != null) {
            for (Drift drift : Drift.between(seen.profile(), baseline)) {
                Cause cause = cause(drift, changes, baseline);
                if (cause == null) {
                    unknown.add(drift);
                } else {
                    known.add(new AttributedDrift(drift, cause));
                }
            }
        }
        return new Explanation(adopted(), asMemory(), known, unknown, null, evidence);
    }

    private @Nullable Cause cause(Drift drift, List<Change> changes, Baseline baseline) {
        Change change = new DriftCauses(guard, adopted()).of(drift, changes);
        if (change != null) {
            return guard.canary().made(change) ? new Cause.ByCanary(change) : new Cause.By(change);
        }
        Withheld withheld = record.withheld();
        if (withheld != null && drift instanceof Drift.RoleMissing) {
            return new Cause.Remembered(withheld);
        }
        return Adoption.isOwnRepair(drift, record, seen.profile())
                ? new Cause.OwnRepair(baseline)
                : null;
    }

    private ObservedProfile adopted() {
        return new ObservedProfile(record, seen.profile());
    }

    private Memory.@Nullable Adopted asMemory() {
        return record.equals(seen.record()) && findings.isEmpty()
                ? null
                : new Memory.Adopted(record, findings);
    }
}
