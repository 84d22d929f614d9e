package dev.profileguard.backfill.baselines;

import dev.profileguard.guard.baselines.BaselineChange;
import dev.profileguard.guard.baselines.ByHand;
import dev.profileguard.guard.baselines.Intention;
import dev.profileguard.guard.baselines.PlanPart;
import dev.profileguard.guard.baselines.Proposal;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.reconcile.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a plan of intentions. One that is refused means that there is no plan at all: nothing is
/// changed by halves.
record BaselinePlanning(
        BaselineAccount account,
        Guard guard,
        BaselinePlanStore plans,
        BaselineReport report,
        ByHand decision) {
    private static final Duration LIFETIME = Duration.ofDays(7);

    /// How many changes and conflicts an answer has. The report has all changes.
    private static final int MOST_SHOWN = 200;

    Map<String, @Nullable Object> plan(List<Intention> intentions, PlanPart part) {
        List<PlannedIntention> items = new ArrayList<>();
        List<Map<String, Object>> changes = new ArrayList<>();
        List<Map<String, Object>> conflicts = new ArrayList<>();
        int same = 0;
        for (Intention each : intentions) {
            Evaluated evaluated = Evaluated.of(each, decision, account, guard);
            BaselineChange change = evaluated.change();
            if (evaluated.proposal() instanceof Proposal.Refused(String why)) {
                conflicts.add(Map.of("profile", each.profile().value(), "why", why));
            } else if (change == null) {
                same++;
            } else {
                items.add(planned(evaluated, change));
                Outcome outcome = outcome(change);
                report.add(outcome);
                changes.add(shown(outcome, change));
            }
        }
        return conflicts.isEmpty()
                ? stored(items, changes, same, part)
                : refused(conflicts, changes.size());
    }

    private PlannedIntention planned(Evaluated evaluated, BaselineChange change) {
        return new PlannedIntention(
                evaluated.intention(), decision.now(), change.differences(), evaluated.state());
    }

    private Outcome outcome(BaselineChange change) {
        return new Outcome.Answered(
                change.profile().subject(),
                change.after() == null ? GuardDecision.GUARD_ENDED : GuardDecision.ADOPTED,
                change.why(),
                List.of(),
                List.of(),
                Map.of("baselines", change.json("would-do")),
                decision.plan());
    }

    private static Map<String, Object> shown(Outcome outcome, BaselineChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", BaselineReport.RULE);
        json.put("decision", outcome.decision().text());
        json.put("why", outcome.why());
        json.put("baselines", change.json("would-do"));
        return json;
    }

    private Map<String, @Nullable Object> stored(
            List<PlannedIntention> items,
            List<Map<String, Object>> changes,
            int same,
            PlanPart part) {
        boolean isEmpty = items.isEmpty() && part.plan() == null && part.last();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("decision", "shown");
        json.put(
                "why",
                "%d baselines change, %d are recorded like that already"
                        .formatted(items.size(), same));
        if (!isEmpty) {
            Instant expires = decision.now().plus(LIFETIME);
            json.put("report", report.store(decision.plan(), part.number()));
            plans.add(decision.plan(), items, expires, part);
        }
        json.put("plan", isEmpty ? null : decision.plan());
        json.put("same", same);
        json.put("changed", items.size());
        json.put("changes", changes.subList(0, Math.min(MOST_SHOWN, changes.size())));
        return json;
    }

    private static Map<String, @Nullable Object> refused(
            List<Map<String, Object>> conflicts, int others) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("decision", "refused");
        json.put(
                "why",
                "%d of %d changes are not possible, so nothing is planned"
                        .formatted(conflicts.size(), conflicts.size() + others));
        json.put("plan", null);
        json.put("conflicts", conflicts.subList(0, Math.min(MOST_SHOWN, conflicts.size())));
        json.put("conflictsLeftOut", Math.max(0, conflicts.size() - MOST_SHOWN));
        return json;
    }
}
