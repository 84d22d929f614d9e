package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// An action and its result.
///
/// @param createdId the ID of the created profile, from IAM's response; null: none was created
public record PerformedAction(Action action, Effect effect, @Nullable String createdId) {
    /// An action that created no profile.
    public PerformedAction(Action action, Effect effect) {
        this(action, effect, null);
    }

    /// The action and its result in words, such as `add role web to prod: done`.
    public String described() {
        return action.described() + ": " + effect.text();
    }
}
