package dev.profileguard.backfill;

import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.IamReader;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Outcome;
import java.util.List;

/// The report of a sweep that makes a plan: it also keeps a plan item for each outcome that has
/// actions.
///
/// @param next receives every outcome
/// @param planned receives the plan items
/// @param reader the account as the plan found it, for the items' fingerprints
record PlanReport(SweepReport next, List<Planned> planned, IamReader reader)
        implements SweepReport {
    @Override
    public void add(String rule, Outcome outcome) {
        next.add(rule, outcome);
        if (!outcome.actions().isEmpty()) {
            planned.add(PlanItem.of(rule, outcome, reader));
        }
    }

    @Override
    public IntentLog intents(String rule) {
        return next.intents(rule);
    }
}
