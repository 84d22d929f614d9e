package dev.profileguard.iam;

/// An action and what came of it.
public record PerformedAction(Action action, Effect effect) {
    /// How a person would say it, such as `add role web to prod: done`.
    public String described() {
        return action.described() + ": " + effect.text();
    }
}
