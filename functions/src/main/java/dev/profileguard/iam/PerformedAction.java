package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// An action and its result.
///
/// @param createdId the ID of the created profile, from IAM's response; null: none was created
/// @param reason what IAM says where it does not accept the action; null: it says nothing
public record PerformedAction(
        Action action, Effect effect, @Nullable String createdId, @Nullable String reason) {
    /// An action that created no profile.
    public PerformedAction(Action action, Effect effect) {
        this(action, effect, null, null);
    }

    /// An action that IAM does not accept.
    public static PerformedAction rejected(Action action, String reason) {
        return new PerformedAction(action, Effect.REJECTED, null, reason);
    }

    /// The action and its result in words, such as `add role web to prod: done`.
    public String described() {
        return action.described()
                + ": "
                + effect.text()
                + (reason == null ? "" : " (%s)".formatted(reason));
    }
}
