package dev.profileguard.reconcile;

/// How much of a role or profile the rule evaluated.
public enum Coverage {
    /// Everything: a problem without a finding is resolved.
    COMPLETE,
    /// Not everything: an action failed, or the rule used the event without comparing it with IAM.
    PARTIAL
}
