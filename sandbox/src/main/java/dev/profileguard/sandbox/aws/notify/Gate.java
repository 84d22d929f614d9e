package dev.profileguard.sandbox.aws.notify;

import org.jspecify.annotations.Nullable;

/// Decides whether a client may do something.
@FunctionalInterface
public interface Gate {
    /// Lets anybody do anything.
    Gate OPEN = (action, resource) -> null;

    /// Says no.
    ///
    /// @param action such as `sns:Publish`
    /// @param resource an ARN
    /// @return the message of the refusal; null: it may
    @Nullable String refusal(String action, String resource);
}
