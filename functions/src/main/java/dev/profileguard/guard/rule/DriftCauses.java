package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.repair.Repair.Aspect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the call that caused a drift, among the calls that are known.
///
/// @param seen the profile, and the record after the adopted changes
record DriftCauses(Guard guard, ObservedProfile seen) {
    /// The last change that explains the drift and that is not allowed; null: none does.
    ///
    /// @param changes in the order of the calls
    @Nullable Change of(Drift drift, List<Change> changes) {
        return changes.stream()
                .filter(change -> explains(change, drift))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }

    private boolean explains(Change change, Drift drift) {
        return drift.isExplainedBy(change.edit())
                && !change.time().isBefore(since(drift.aspect()))
                && !guard.isAuthorized(change, seen.record());
    }

    /// The earliest time of a change that explains a drift. Earlier changes were undone by a
    /// repair, or are part of the baseline. The recorded time is that of the role: a change of tags
    /// may be older.
    private Instant since(Aspect aspect) {
        Instant repaired = seen.record().lastRepair(aspect);
        Instant recorded = recorded(aspect);
        return repaired.isAfter(recorded) ? repaired : recorded;
    }

    private Instant recorded(Aspect aspect) {
        Baseline baseline = seen.record().baseline();
        return baseline == null || aspect == Aspect.GUARD_TAG ? Instant.EPOCH : baseline.asOf();
    }

    /// The earliest time of a call that can explain one of these drifts or that must be adopted.
    Instant since(List<Drift> drifts) {
        return drifts.stream()
                .map(drift -> recorded(drift.aspect()))
                .min(Instant::compareTo)
                .orElseGet(() -> recorded(Aspect.ROLE));
    }
}
