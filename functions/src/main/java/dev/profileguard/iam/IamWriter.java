package dev.profileguard.iam;

/// Performs actions, or only reports what it would do.
@FunctionalInterface
public interface IamWriter {
    /// Writes nothing. The mode `observe` uses it.
    IamWriter DRY_RUN = action -> new PerformedAction(action, Effect.WOULD_DO);

    /// Performs one action.
    ///
    /// @throws ChangedMeanwhileException if what was read is stale
    /// @throws software.amazon.awssdk.core.exception.SdkException if IAM rejects the call or does
    ///   not answer
    PerformedAction perform(Action action);
}
