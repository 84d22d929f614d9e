package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import org.jspecify.annotations.Nullable;

/// Decides whether a caller may do something.
@FunctionalInterface
public interface Authorizer {
    /// Says no.
    ///
    /// @param action such as `ssm:GetParameter`
    /// @param resource its ARN
    /// @return the message of the refusal; null: it may
    @Nullable String refusal(Caller caller, String action, String resource);
}
