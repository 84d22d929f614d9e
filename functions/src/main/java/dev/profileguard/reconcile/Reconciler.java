package dev.profileguard.reconcile;

import java.util.List;
import java.util.function.Consumer;

/// Carries out tasks for all functions. It makes the reads that a rule needs, stores the intents,
/// performs the actions, stores the records, reports the outcomes, and retries when something
/// changed in the meantime.
///
/// @param modeParameter the template parameter that sets the mode
public record Reconciler(Mode mode, String modeParameter, Ports ports) {
    /// Carries out one task.
    ///
    /// @param intents stores findings before the first write
    /// @param outcomes receives the outcome, then those of the tasks that the plan required first;
    ///   also when this method throws, if something has to be reported
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when it changed during every attempt
    /// @throws software.amazon.awssdk.core.exception.SdkException when an AWS call fails
    public void reconcile(Task task, IntentLog intents, Consumer<Outcome> outcomes) {
        reconcile(List.of(task), intents, outcomes);
    }

    /// Carries out several tasks. A failed task does not stop the others.
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
