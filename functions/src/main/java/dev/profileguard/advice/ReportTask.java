package dev.profileguard.advice;

import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.failure.FailureBurst;
import org.jspecify.annotations.Nullable;

/// Explains a refused call for a report, at once and without counting it.
record ReportTask(Failure failure, FailureBurst burst) implements Task {
    @Override
    public String subject() {
        return failure.subject();
    }

    @Override
    public String eventId() {
        return failure.by().eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return null;
    }

    @Override
    public Decision decisionAfterError() {
        return AdviceDecision.EXPLAINED;
    }

    @Override
    public Step begin(Attempt attempt) {
        return new Explanation(failure, burst).step(plan -> plan);
    }
}
