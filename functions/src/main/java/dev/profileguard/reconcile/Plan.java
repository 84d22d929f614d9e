package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import java.util.List;

/// What a rule wants done about one role or profile.
///
/// @param why the reason, as a sentence for people
/// @param actions in order; empty: nothing is to be written
/// @param findings what people are told once the actions are done; where `done` is empty, what came
///   of the actions is put there
public record Plan(Decision decision, String why, List<Action> actions, List<Finding> findings) {

    /// Takes copies.
    public Plan {
        actions = List.copyOf(actions);
        findings = List.copyOf(findings);
    }

    /// Writes nothing.
    public static Plan leave(Decision decision, String why, Finding... findings) {
        return new Plan(decision, why, List.of(), List.of(findings));
    }
}
