package dev.profileguard.guard.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.GuardRecord;
import java.util.ArrayList;
import java.util.List;

/// The result of [Guard] for one change.
sealed interface GuardPlan {
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

    /// The profile differs from its baseline. What is done about it depends on what caused it.
    ///
    /// @param next the record as it was read
    record Drifted(String why, List<Drift> drifts, GuardRecord next) implements GuardPlan {
        /// Takes a copy.
        public Drifted {
            drifts = List.copyOf(drifts);
        }

        @Override
        public Decision decision() {
            return GuardDecision.UNEXPLAINED;
        }
    }

    /// Reports drifts that no write can repair.
    record Report(
            String why, List<AttributedDrift> attributed, GuardRecord next, List<Finding> findings)
            implements GuardPlan {
        /// Takes copies.
        public Report {
            attributed = List.copyOf(attributed);
            findings = List.copyOf(findings);
        }

        @Override
        public List<Drift> drifts() {
            return attributed.stream().map(AttributedDrift::drift).toList();
        }

        @Override
        public Decision decision() {
            return GuardDecision.CANNOT_REPAIR;
        }
    }

    /// Repairs drifts.
    record Repair(
            String why, List<AttributedDrift> attributed, GuardRecord next, List<Finding> findings)
            implements GuardPlan {
        /// Takes copies.
        public Repair {
            attributed = List.copyOf(attributed);
            findings = List.copyOf(findings);
        }

        @Override
        public List<Drift> drifts() {
            return attributed.stream().map(AttributedDrift::drift).toList();
        }

        @Override
        public Decision decision() {
            return isOfCanaryAlone() ? GuardDecision.CANARY : GuardDecision.REVERT;
        }

        private boolean isOfCanaryAlone() {
            return attributed.stream().allMatch(each -> each.cause() instanceof Cause.ByCanary);
        }
    }

    /// The same plan with one more finding. A plan that decides nothing has none.
    default GuardPlan with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings());
        more.add(finding);
        return switch (this) {
            case LookAgain lookAgain -> lookAgain;
            case Drifted drifted -> drifted;
            case Remember plan -> new Remember(plan.decision(), plan.why(), plan.next(), more);
            case Report plan -> new Report(plan.why(), plan.attributed(), plan.next(), more);
            case Repair plan -> new Repair(plan.why(), plan.attributed(), plan.next(), more);
        };
    }

    /// The same plan, which stores another record. A plan that decides nothing stores none.
    default GuardPlan storing(GuardRecord next) {
        return switch (this) {
            case LookAgain lookAgain -> lookAgain;
            case Drifted drifted -> drifted;
            case Remember plan -> new Remember(plan.decision(), plan.why(), next, findings());
            case Report plan -> new Report(plan.why(), plan.attributed(), next, findings());
            case Repair plan -> new Repair(plan.why(), plan.attributed(), next, findings());
        };
    }

    /// Writes nothing to IAM.
    static GuardPlan remember(
            Decision decision, String why, GuardRecord next, Finding... findings) {
        return new Remember(decision, why, next, List.of(findings));
    }
}
