package dev.profileguard.reconcile;

/// How much of a role or profile an outcome speaks of.
public enum Coverage {
    /// All that the rule knows of: a problem that is not among the findings is over.
    COMPLETE,
    /// Not all: something failed, or an event was taken at its word.
    PARTIAL
}
