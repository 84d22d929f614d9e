package dev.profileguard.guard.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.GuardRecord;
import java.util.List;

/// What [Guard] wants done about one change.
public sealed interface GuardPlan {
    /// What is decided; while nothing is, that nothing drifted as far as is known.
    Decision decision();

    /// The reason, as a sentence for people.
    String why();

    /// What is not as the baseline has it.
    default List<Drift> drifts() {
        return List.of();
    }

    /// What is known before anything is written; each drift adds its own.
    default List<Finding> findings() {
        return List.of();
    }

    /// What is to be remembered.
    GuardRecord next();

    /// IAM seems not to show the change yet: nothing may be concluded.
    ///
    /// @param next as it was read
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

    /// Reports drifts that no write can put back.
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

    /// Puts drifts back.
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

    /// Puts drifts back.
    static GuardPlan repair(String why, List<Drift> drifts, GuardRecord next, Finding... findings) {
        return new Repair(why, drifts, next, List.of(findings));
    }
}
