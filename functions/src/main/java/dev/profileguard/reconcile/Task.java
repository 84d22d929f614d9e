package dev.profileguard.reconcile;

import org.jspecify.annotations.Nullable;

/// One profile or role that a rule is to bring to where it should be. An immutable value: two tasks
/// that are equal ask for the same.
public interface Task {
    /// Such as `instance-profile/prod-web`.
    String subject();

    /// CloudTrail's, or the request ID of a manual invocation.
    String eventId();

    /// Why the subject is never touched, whatever it is like; null: it may be.
    @Nullable String untouchable();

    /// The decision in the result when something was written before an error ended the attempt.
    Decision whenCutShort();

    /// What the rule says first. Nothing has been read yet.
    Step begin(Attempt attempt);

    /// One attempt, which begins with reading anew.
    ///
    /// @param mode how far the function goes
    /// @param writes whether an earlier attempt tried to write
    record Attempt(Mode mode, Writes writes) {}

    /// Whether IAM was written.
    enum Writes {
        /// Nothing was tried.
        NONE,
        /// At least one write was tried.
        TRIED
    }
}
