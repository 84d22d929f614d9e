package dev.profileguard.iam;

/// An action and its result.
public record PerformedAction(Action action, Effect effect) {
    /// The action and its result in words, such as `add role web to prod: done`.
    public String described() {
        return action.described() + ": " + effect.text();
    }
}
