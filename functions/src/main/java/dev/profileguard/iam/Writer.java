package dev.profileguard.iam;

import dev.profileguard.core.Action;
import dev.profileguard.core.Effect;
import dev.profileguard.core.Performed;

/// Performs actions, or only says that it would.
@FunctionalInterface
public interface Writer {
    /// Writes nothing: what observing does.
    Writer DRY_RUN = action -> new Performed(action, Effect.WOULD_DO);

    /// Performs one action.
    ///
    /// @throws dev.profileguard.core.ChangedMeanwhileException when what was read is no longer so
    /// @throws software.amazon.awssdk.core.exception.SdkException when IAM refuses or does not
    ///   answer
    Performed perform(Action action);
}
