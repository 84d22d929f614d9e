package dev.profileguard.backfill.baselines;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.Finding;
import dev.profileguard.guard.baselines.BaselineChange;
import dev.profileguard.guard.baselines.ByHand;
import dev.profileguard.guard.baselines.Intention;
import dev.profileguard.guard.baselines.Proposal;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Applies a plan of baselines exactly: what each intention leads to is decided again, and if one
/// leads to something else than the plan shows, nothing is written. An application that was
/// interrupted can begin again: what was written counts as done.
///
/// @param plan its ID
record BaselineApplication(
        BaselineAccount account,
        Guard guard,
        GuardRecordStore store,
        BaselineReport report,
        Context context,
        String accountId,
        String plan) {
    /// What is left of the invocation's time for the report.
    private static final int TIME_FOR_THE_END_MILLIS = 20_000;

    private record Due(GuardRecord record, BaselineChange change, ByHand decision) {}

    Map<String, @Nullable Object> apply(List<PlannedIntention> items, Instant now) {
        List<Due> due = new ArrayList<>();
        List<Outcome> refused = new ArrayList<>();
        for (PlannedIntention item : items) {
            ByHand decision = decision(item, now);
            Evaluated evaluated = Evaluated.of(item.intention(), decision, account, guard);
            if (isDone(evaluated)) {
                continue;
            }
            String why = changed(item, evaluated);
            BaselineChange change = evaluated.change();
            if (why == null && change != null && evaluated.known() != null) {
                due.add(new Due(evaluated.known().record(), change, decision));
            } else {
                refused.add(failed(item.intention(), String.valueOf(why)));
            }
        }
        if (refused.isEmpty()) {
            due.forEach(this::apply);
        } else {
            refused.forEach(report::deliver);
        }
        return report.applied();
    }

    /// A plan is not from the future, whatever its items say.
    private ByHand decision(PlannedIntention item, Instant now) {
        Instant decided = item.decided().isAfter(now) ? now : item.decided();
        return new ByHand(item.intention().command(), decided, plan);
    }

    private boolean isDone(Evaluated evaluated) {
        if (evaluated.proposal() instanceof Proposal.Unchanged) {
            return true;
        }
        Baseline recorded =
                evaluated.known() == null ? null : evaluated.known().record().baseline();
        return recorded != null && recorded.eventId().equals(plan);
    }

    /// Why the intention does not lead to what was planned; null: it does.
    private static @Nullable String changed(PlannedIntention item, Evaluated evaluated) {
        if (evaluated.proposal() instanceof Proposal.Refused(String why)) {
            return why;
        }
        BaselineChange change = evaluated.change();
        List<String> now = change == null ? List.of() : change.differences();
        return item.state().equals(evaluated.state()) && now.equals(item.differences())
                ? null
                : "Planned: %s. Now it would: %s".formatted(item.differences(), now);
    }

    private void apply(Due due) {
        if (context.getRemainingTimeInMillis() < TIME_FOR_THE_END_MILLIS) {
            report.add(left(due, "There was no time left"));
            return;
        }
        Baseline after = due.change().after();
        Instant decided = due.decision().now();
        try {
            store.save(
                    (after == null
                                    ? due.record().ended(decided)
                                    : due.record().changed(after, decided))
                            .proven());
            report.deliver(done(due));
        } catch (ChangedMeanwhileException e) {
            report.deliver(left(due, String.valueOf(e.getMessage())));
        }
    }

    private Outcome done(Due due) {
        BaselineChange change = due.change();
        boolean ends = change.after() == null;
        String why =
                "The baseline of %s: %s (%s)"
                        .formatted(
                                change.profile(),
                                String.join("; ", change.differences()),
                                change.why());
        Finding finding =
                new Finding(
                        ends ? Finding.Kind.GUARD_ENDED : Finding.Kind.CHANGE_ADOPTED,
                        change.profile().subject(),
                        accountId,
                        due.decision().by(),
                        why,
                        List.of(ends ? "removed the baseline" : "recorded it"),
                        List.of(),
                        plan);
        return new Outcome.Answered(
                change.profile().subject(),
                ends ? GuardDecision.GUARD_ENDED : GuardDecision.ADOPTED,
                why,
                List.of(),
                List.of(finding),
                Map.of("baselines", change.json("done")),
                context.getAwsRequestId());
    }

    private Outcome left(Due due, String why) {
        return new Outcome.Skipped(
                due.change().profile().subject(),
                Decision.Common.FAILED,
                why + ". Apply the plan again",
                context.getAwsRequestId());
    }

    private Outcome failed(Intention intention, String why) {
        return new Outcome.Skipped(
                intention.profile().subject(),
                Decision.Common.FAILED,
                "Nothing of the plan was applied, because of this profile: %s. Make a new plan"
                        .formatted(Objects.requireNonNull(why)),
                context.getAwsRequestId());
    }
}
