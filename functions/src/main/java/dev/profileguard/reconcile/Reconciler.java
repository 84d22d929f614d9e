package dev.profileguard.reconcile;

import java.util.List;
import java.util.function.Consumer;

/// Brings tasks to their end. When anything moved between looking and writing it starts over from
/// looking, a few times; then it throws, so that Lambda or the queue tries again later.
///
/// @param modeParameter the template parameter that sets the mode
public record Reconciler(Mode mode, String modeParameter, Backoff pause) {
    /// Brings one task to its end.
    ///
    /// @param announcing told of findings before the first write that they lead to
    /// @param told takes the outcome; also when this throws, if something was reported by then
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when it kept moving
    /// @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or does not
    ///   answer
    public void reconcile(Task task, IntentLog announcing, Consumer<Outcome> told) {
        Progress progress = Progress.begin(task, mode, announcing);
        try {
            told.accept(converge(task, progress));
        } catch (RuntimeException e) {
            if (!progress.findings().isEmpty()) {
                String why = "Done in part; what came after it failed: " + e.getMessage();
                told.accept(progress.outcome(task.whenCutShort(), why, List.of()).partial());
            }
            if (progress.findings().isEmpty() && progress.wroteNothing(e)) {
                announcing.withdraw(task.subject());
            }
            throw e;
        }
    }

    private Outcome converge(Task task, Progress progress) {
        if (mode == Mode.OFF) {
            return skipped(task, Decision.OFF, modeParameter + " is off");
        }
        String untouchable = task.untouchable();
        if (untouchable != null) {
            return skipped(task, Decision.NEVER_TOUCHED, untouchable);
        }
        return pause.untilSettled(() -> task.attempt(progress));
    }

    private static Outcome skipped(Task task, Decision decision, String why) {
        return Outcome.skipped(task.subject(), decision, why, task.eventId());
    }
}
