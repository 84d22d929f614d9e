package dev.profileguard.sandbox.command.replay;

/// What became of a record, the weightiest last.
enum Verdict {
    /// No function had anything to do with it.
    SKIPPED,
    /// A function dealt with it.
    HANDLED,
    /// A function failed on it.
    FAILED
}
