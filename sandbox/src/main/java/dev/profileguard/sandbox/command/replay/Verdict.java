package dev.profileguard.sandbox.command.replay;

/// What the functions did about a record. If several functions received it, the last of their
/// verdicts in this order counts.
enum Verdict {
    /// Every function skipped it.
    SKIPPED,
    /// A function handled it.
    HANDLED,
    /// A function failed on it.
    FAILED
}
