package dev.profileguard.reconcile;

import java.util.List;
import java.util.function.Consumer;

/// Brings tasks to their end. Everything that a rule does not do is done here, once for all
/// functions: it reads what the rule asks for, writes to the ledger what is about to be done,
/// performs the actions, remembers, reports, and begins again when anything moved meanwhile.
///
/// @param modeParameter the template parameter that sets the mode
public record Reconciler(Mode mode, String modeParameter, Ports ports) {
    /// Brings one task to its end.
    ///
    /// @param intents keeps findings before the first write that leads to them
    /// @param outcomes takes the outcome, and then those of the tasks that came first; also when
    ///   this throws, if there is something to report by then
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when it kept moving
    /// @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or does not
    ///   answer
    public void reconcile(Task task, IntentLog intents, Consumer<Outcome> outcomes) {
        reconcile(List.of(task), intents, outcomes);
    }

    /// Brings several tasks to their end. One that fails does not keep the others from theirs.
    ///
    /// @throws RuntimeException the first failure; the others are suppressed in it
    public void reconcile(
            List<? extends Task> tasks, IntentLog intents, Consumer<Outcome> outcomes) {
        Reconciliation run = new Reconciliation(this, intents);
        run.settle(tasks);
        run.outcomes().forEach(outcomes);
        run.throwFailures();
    }
}
