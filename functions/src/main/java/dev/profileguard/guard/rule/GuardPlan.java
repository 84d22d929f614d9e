package dev.profileguard.guard.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.GuardRecord;
import java.util.List;

/// The result of [Guard] for one change.
public sealed interface GuardPlan {
    /// The decision; for a retry, that there is no known drift.
    Decision decision();

    /// The reason, as a sentence for people.
    String why();

    /// The differences from the baseline.
    default List<Drift> drifts() {
        return List.of();
    }

    /// The findings that are known before the writes; each drift adds its own.
    default List<Finding> findings() {
        return List.of();
    }

    /// The record to be stored.
    GuardRecord next();

    /// IAM does not seem to show the change yet: nothing can be decided.
    ///
    /// @param next the record as it was read
    record LookAgain(String why, GuardRecord next) implements GuardPlan {
        @Override
        public Decision decision() {
            return GuardDecision.NO_DRIFT;
        }
    }

    /// Writes nothing to IAM.
    record Remember(Decision decision, String why, GuardRecord next, List<Finding> findings)
            implements GuardPlan {
        /// Takes a copy.
        public Remember {
            findings = List.copyOf(findings);
        }
    }

    /// Reports drifts that no write can repair.
    record Report(String why, List<Drift> drifts, GuardRecord next) implements GuardPlan {
        /// Takes a copy.
        public Report {
            drifts = List.copyOf(drifts);
        }

        @Override
        public Decision decision() {
            return GuardDecision.CANNOT_REPAIR;
        }
    }

    /// Repairs drifts.
    record Repair(String why, List<Drift> drifts, GuardRecord next, List<Finding> findings)
            implements GuardPlan {
        /// Takes copies.
        public Repair {
            drifts = List.copyOf(drifts);
            findings = List.copyOf(findings);
        }

        @Override
        public Decision decision() {
            return GuardDecision.REVERT;
        }
    }

    /// Writes nothing to IAM.
    static GuardPlan remember(
            Decision decision, String why, GuardRecord next, Finding... findings) {
        return new Remember(decision, why, next, List.of(findings));
    }

    /// Repairs drifts.
    static GuardPlan repair(String why, List<Drift> drifts, GuardRecord next, Finding... findings) {
        return new Repair(why, drifts, next, List.of(findings));
    }
}
