package dev.profileguard.guard.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.GuardRecord;
import java.util.List;

/// What [Guard] wants done about one change.
///
/// @param why the reason, as a sentence for people
/// @param drifts what is not as it should be
/// @param repair whether the drifts are to be put back
/// @param findings what is known before anything is written; each drift adds its own
/// @param next what is to be remembered
/// @param lookAgain IAM seems not to show the change yet: nothing may be concluded, look again
public record GuardPlan(
        Decision decision,
        String why,
        List<Drift> drifts,
        boolean repair,
        List<Finding> findings,
        GuardRecord next,
        boolean lookAgain) {

    /// Takes copies.
    public GuardPlan {
        drifts = List.copyOf(drifts);
        findings = List.copyOf(findings);
    }

    /// Writes nothing to IAM; remembers `next`.
    static GuardPlan remember(
            Decision decision, String why, GuardRecord next, Finding... findings) {
        return new GuardPlan(decision, why, List.of(), false, List.of(findings), next, false);
    }

    /// Reports drifts and puts none back.
    static GuardPlan report(Decision decision, String why, List<Drift> drifts, GuardRecord next) {
        return new GuardPlan(decision, why, drifts, false, List.of(), next, false);
    }

    /// Puts the drifts back.
    static GuardPlan repair(String why, List<Drift> drifts, GuardRecord next, Finding... findings) {
        return new GuardPlan(Decision.REVERT, why, drifts, true, List.of(findings), next, false);
    }

    /// Decides nothing yet.
    static GuardPlan lookAgain(String why, GuardRecord record) {
        return new GuardPlan(Decision.NO_DRIFT, why, List.of(), false, List.of(), record, true);
    }
}
