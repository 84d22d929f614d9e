package dev.profileguard.iam;

/// Performs actions, or only says that it would.
@FunctionalInterface
public interface IamWriter {
    /// Writes nothing: what observing does.
    IamWriter DRY_RUN = action -> new PerformedAction(action, Effect.WOULD_DO);

    /// Performs one action.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when what was read is no longer so
    /// @throws software.amazon.awssdk.core.exception.SdkException when IAM refuses or does not
    ///   answer
    PerformedAction perform(Action action);
}
