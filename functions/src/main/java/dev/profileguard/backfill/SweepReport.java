package dev.profileguard.backfill;

import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Outcome;

/// Takes what a sweep comes to.
interface SweepReport {
    /// Takes an outcome. What people have to know is told at once: a sweep may be cut short.
    ///
    /// @param rule as requests name it, such as `guard`
    void add(String rule, Outcome outcome);

    /// Keeps what is about to be told of a rule.
    IntentLog intents(String rule);
}
