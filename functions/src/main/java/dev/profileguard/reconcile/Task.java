package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A profile or role that a rule has to reconcile. An immutable value: the reconciler carries out
/// equal tasks once.
public interface Task {
    /// Such as `instance-profile/prod-web`.
    String subject();

    /// The CloudTrail event's ID, or the request ID of a manual invocation.
    String eventId();

    /// Why the subject is never changed; null: it can be.
    @Nullable String untouchable();

    /// The decision in the result when an error ended the attempt after a write.
    Decision decisionAfterError();

    /// The rule's first step, before any read.
    Step begin(Attempt attempt);

    /// The findings about what an error left half done, after all attempts.
    ///
    /// @param performed the actions that were performed before the error
    default List<Finding> unfinished(List<PerformedAction> performed, RuntimeException end) {
        return List.of();
    }

    /// The findings about a write that IAM does not allow to this function. With them, the task is
    /// done: a retry would be refused too. Empty: it is a failure like any other.
    ///
    /// @param done the actions that were performed before, as texts
    default List<Finding> refused(IamWriter.RefusedException refusal, List<String> done) {
        return List.of();
    }

    /// The findings with what helps people to understand them. It is read at the end, so that no
    /// write waits for it.
    default List<Finding> explained(List<Finding> findings, Step.Answers reads) {
        return findings;
    }

    /// One attempt. It reads everything again.
    ///
    /// @param mode the function's mode
    /// @param writes whether an earlier attempt tried to write
    record Attempt(Mode mode, Writes writes) {}

    /// Whether IAM was written.
    enum Writes {
        /// No write was tried.
        NONE,
        /// At least one write was tried.
        TRIED
    }
}
