package dev.profileguard.backfill;

import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Outcome;

/// Receives the outcomes of a sweep.
interface SweepReport {
    /// Reports an outcome. Its findings are delivered immediately, because a sweep can be
    /// interrupted.
    ///
    /// @param rule the rule's name in requests, such as `guard`
    void add(String rule, Outcome outcome);

    /// Takes the outcome of another evaluation in the same sweep that says nothing new. It only
    /// resolves findings.
    void confirm(String rule, Outcome outcome);

    /// The intent log for a rule.
    IntentLog intents(String rule);
}
