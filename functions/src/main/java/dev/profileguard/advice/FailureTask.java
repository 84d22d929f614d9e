package dev.profileguard.advice;

import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Task;
import org.jspecify.annotations.Nullable;

/// A task about a refused call. It changes nothing, so nothing is untouchable for it.
sealed interface FailureTask extends Task permits AdviceTask, ReportTask {
    /// The call.
    Failure failure();

    @Override
    default String subject() {
        return failure().subject();
    }

    @Override
    default String eventId() {
        return failure().by().eventId();
    }

    @Override
    default @Nullable String untouchable() {
        return null;
    }

    @Override
    default Decision decisionAfterError() {
        return AdviceDecision.EXPLAINED;
    }
}
