package dev.profileguard.advice;

import dev.profileguard.reconcile.Step;
import dev.profileguard.state.failure.FailureBurst;

/// Explains a refused call for a report, at once and without counting it.
record ReportTask(Failure failure, FailureBurst burst) implements FailureTask {
    @Override
    public Step begin(Attempt attempt) {
        return new Explanation(failure, burst).step(plan -> plan);
    }
}
