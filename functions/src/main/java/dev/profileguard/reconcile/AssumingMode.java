package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task whose rule decides as in another mode than the one in which its plan is carried out, such
/// as to see what would be written.
public record AssumingMode(Task task, Mode mode) implements Task {
    @Override
    public Step begin(Attempt attempt) {
        return task.begin(new Attempt(mode, attempt.writes()));
    }

    @Override
    public String subject() {
        return task.subject();
    }

    @Override
    public String eventId() {
        return task.eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return task.untouchable();
    }

    @Override
    public Decision decisionAfterError() {
        return task.decisionAfterError();
    }

    @Override
    public List<Finding> unfinished(List<PerformedAction> performed, RuntimeException end) {
        return task.unfinished(performed, end);
    }

    @Override
    public List<Finding> refused(IamWriter.RefusedException refusal, List<String> done) {
        return task.refused(refusal, done);
    }

    @Override
    public List<Finding> explained(List<Finding> findings, Step.Answers reads) {
        return task.explained(findings, reads);
    }
}
