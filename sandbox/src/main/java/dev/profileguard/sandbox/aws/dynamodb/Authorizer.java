package dev.profileguard.sandbox.aws.dynamodb;

import org.jspecify.annotations.Nullable;

/// Decides whether a client may do something with a table.
@FunctionalInterface
public interface Authorizer {
    /// Says no.
    ///
    /// @param action such as `dynamodb:GetItem`
    /// @param table its name; empty where the request names none
    /// @return the message of AccessDeniedException; null: it may
    @Nullable String refusal(String action, String table);
}
