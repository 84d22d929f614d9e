package dev.profileguard.reconcile;

import org.jspecify.annotations.Nullable;

/// One profile or role that a rule is to bring to where it should be.
public interface Task {
    /// Such as `instance-profile/prod-web`.
    String subject();

    /// CloudTrail's, or the request ID of a manual invocation.
    String eventId();

    /// Why the subject is never touched, whatever it is like; null: it may be.
    @Nullable String untouchable();

    /// What results say when something was written before it failed.
    Decision whenCutShort();

    /// Looks, decides, writes and remembers, once.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when something moved meanwhile, or
    ///   IAM does not show it yet: look again
    /// @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or does not
    ///   answer
    Outcome attempt(Progress progress);
}
