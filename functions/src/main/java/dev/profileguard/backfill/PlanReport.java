package dev.profileguard.backfill;

import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.IamReader;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Outcome;
import java.util.List;
import java.util.Set;

/// The report of a sweep that makes a plan: it also keeps a plan item for each outcome that has
/// actions.
///
/// @param next receives every outcome
/// @param planned receives the plan items
/// @param keys the keys of all items of the plan so far
/// @param reader the account as the plan found it, for the items' fingerprints
record PlanReport(SweepReport next, List<Planned> planned, Set<String> keys, IamReader reader)
        implements SweepReport {
    @Override
    public void add(String rule, Outcome outcome) {
        next.add(rule, outcome);
        if (!PlanItem.planned(outcome).isEmpty()) {
            Planned item = PlanItem.of(rule, outcome, keys, reader);
            keys.add(item.key());
            planned.add(item);
        }
    }

    @Override
    public void confirm(String rule, Outcome outcome) {
        next.confirm(rule, outcome);
    }

    @Override
    public IntentLog intents(String rule) {
        return next.intents(rule);
    }
}
