package dev.profileguard.guard.rule;

import static dev.profileguard.reconcile.Decision.Common.BREAKER_OPEN;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides what is done about drift whose cause was looked for: a drift that a call explains is
/// repaired. A drift that nobody explains may be a valid change whose event is late, so it is
/// repaired after a grace period.
///
/// @param occasion the event or the sweep because of which the profile was read
/// @param grace how long drift without a known cause is not repaired
record Enforcement(Guard guard, Change occasion, Duration grace, Instant now) {
    /// Decides about all drifts of the profile, at least one.
    GuardPlan decide(Explanation explanation) {
        GuardRecord record = explanation.seen().record();
        if (record.isReleasedAt(now)) {
            return GuardPlan.remember(
                    GuardDecision.RELEASED,
                    "Changed before the release and found during it: not reverted",
                    record,
                    GuardFindings.notRevertedDuringRelease(first(explanation), record));
        }
        Wait wait = wait(explanation);
        if (wait != null && explanation.known().isEmpty() && mayBeExplainedSoon(explanation)) {
            return new GuardPlan.LookAgain(
                    "No event explains yet why %s differs from its baseline"
                            .formatted(occasion.profile()),
                    record);
        }
        return decide(explanation, wait);
    }

    private Change first(Explanation explanation) {
        return explanation.known().isEmpty()
                ? occasion.unattributed()
                : change(explanation.known().getFirst().cause());
    }

    private Change change(Cause cause) {
        return switch (cause) {
            case Cause.By(Change change) -> change;
            case Cause.ByCanary(Change change) -> change;
            case Cause.OwnRepair _, Cause.Remembered _ -> occasion.unattributed();
        };
    }

    /// Whether the event of the call that explains the drift may be on its way. If this state was
    /// seen before, the event is lost or late.
    private boolean mayBeExplainedSoon(Explanation explanation) {
        GuardRecord.Unexplained before = explanation.seen().record().unexplained();
        boolean seenBefore = before != null && before.state().equals(state(explanation));
        return !occasion.isFound()
                && !seenBefore
                && explanation.adopted() == null
                && EventualConsistency.mayHide(occasion.time(), now);
    }

    /// The drift that nobody explains.
    ///
    /// @param until the end of its grace period; null: CloudTrail must be asked first
    private record Wait(GuardRecord.Unexplained drift, @Nullable Instant until) {
        boolean isOver(Instant now) {
            return until != null && !now.isBefore(until);
        }
    }

    private @Nullable Wait wait(Explanation explanation) {
        String state = state(explanation);
        if (state.isEmpty()) {
            return null;
        }
        GuardRecord.Unexplained before = explanation.seen().record().unexplained();
        Instant since = before != null && before.state().equals(state) ? before.since() : now;
        return new Wait(
                new GuardRecord.Unexplained(since, state),
                explanation.unavailable() == null ? since.plus(grace) : null);
    }

    /// The drift that waits for an explanation; empty: none does. What no write can repair is
    /// recorded at once.
    private String state(Explanation explanation) {
        return explanation.unknown().stream()
                .filter(drift -> drift.isRepairable(occasion.profile()))
                .map(drift -> drift.name() + " " + drift.state())
                .collect(Collectors.joining(", "));
    }

    private GuardPlan decide(Explanation explanation, @Nullable Wait wait) {
        List<AttributedDrift> due = new ArrayList<>(explanation.known());
        List<Drift> waiting = new ArrayList<>();
        for (Drift drift : explanation.unknown()) {
            boolean waits = drift.isRepairable(occasion.profile()) && !isOver(wait);
            if (waits) {
                waiting.add(drift);
            } else {
                due.add(new AttributedDrift(drift, new Cause.By(occasion.unattributed())));
            }
        }
        GuardRecord record = explanation.seen().record();
        GuardRecord next = afterRecreation(record.withoutUnexplained(), due);
        if (explanation.evidence() == Explanation.Evidence.HISTORY
                && explanation.unavailable() == null
                && occasion.isFound()) {
            next = next.verified();
        }
        if (wait != null && !isOver(wait)) {
            next = next.with(wait.drift());
        }
        List<Finding> findings =
                waiting.isEmpty() || wait == null
                        ? List.of()
                        : List.of(
                                GuardFindings.unexplained(
                                        occasion.unattributed(),
                                        waiting,
                                        wait.until(),
                                        explanation.unavailable()));
        return due.isEmpty()
                ? new GuardPlan.Remember(
                        GuardDecision.UNEXPLAINED,
                        whyUnexplained(explanation, wait),
                        next,
                        findings)
                : enforce(due, record, next, findings);
    }

    private boolean isOver(@Nullable Wait wait) {
        return wait != null && wait.isOver(now);
    }

    private String whyUnexplained(Explanation explanation, @Nullable Wait wait) {
        return wait == null || wait.until() == null
                ? "CloudTrail cannot be asked who changed %s (%s): not reverted"
                        .formatted(occasion.profile(), explanation.unavailable())
                : "CloudTrail does not show who changed %s: not reverted until %s"
                        .formatted(occasion.profile(), wait.until());
    }

    private GuardPlan enforce(
            List<AttributedDrift> due,
            GuardRecord record,
            GuardRecord next,
            List<Finding> findings) {
        if (due.stream().noneMatch(each -> each.drift().isRepairable(occasion.profile()))) {
            return new GuardPlan.Report(
                    "%s differs from its baseline, and no IAM call can repair it"
                            .formatted(occasion.profile()),
                    due,
                    next,
                    findings);
        }
        Breaker breaker = guard.breaker();
        boolean isFight = !due.stream().allMatch(each -> each.cause() instanceof Cause.ByCanary);
        if (isFight && breaker.isOpen(record.repairs(), now)) {
            List<Finding> all = new ArrayList<>(findings);
            all.add(
                    GuardFindings.breakerOpen(
                            change(due.getFirst().cause()), record, breaker, now));
            return new GuardPlan.Remember(
                    BREAKER_OPEN,
                    "%d repairs within %d minutes: somebody keeps changing it"
                            .formatted(breaker.reverts(), breaker.window().toMinutes()),
                    record,
                    all);
        }
        return new GuardPlan.Repair(why(due), due, next, findings);
    }

    private static String why(List<AttributedDrift> due) {
        return due.stream()
                .map(each -> why(each.cause()))
                .distinct()
                .collect(Collectors.joining(". "));
    }

    private static String why(Cause cause) {
        return switch (cause) {
            case Cause.OwnRepair own -> own.described();
            case Cause.Remembered remembered -> remembered.described();
            case Cause.ByCanary canary ->
                    "The canary took the guard tag off its profile, to see it set again: %s"
                            .formatted(canary.described());
            case Cause.By(Change change) ->
                    change.isFound()
                            ? "%s differs from its baseline, and CloudTrail does not show who changed it"
                                    .formatted(change.profile())
                            : "%s is not trusted to change %s"
                                    .formatted(change.actor().described(), change.profile());
        };
    }

    /// Stores the new ID of a profile that was created again, so that it is reported once.
    private GuardRecord afterRecreation(GuardRecord record, List<AttributedDrift> due) {
        GuardRecord next = record;
        for (AttributedDrift each : due) {
            if (each.drift() instanceof Drift.ProfileRecreated(var found, var recorded)) {
                next =
                        next.replaced(recorded.profileId(), now)
                                .with(recorded.withProfile(found.id(), found.path()))
                                .withForeign(found.id());
            }
        }
        return next;
    }
}
