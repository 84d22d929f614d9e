package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One profile in a sweep, evaluated by [Guard]. For a profile with drift, the calls in
/// CloudTrail's history are evaluated first, as if their events had just arrived.
///
/// @param found the change that stands for the missing event
/// @param recorded finds the changes of a profile in CloudTrail's records
/// @param grace how long drift without a known cause is not repaired
public record GuardSweepTask(Change found, Guard guard, RecordedChanges recorded, Duration grace)
        implements Task {
    @Override
    public String subject() {
        return name().subject();
    }

    @Override
    public String eventId() {
        return found.eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return guard.untouchable(name());
    }

    @Override
    public Decision decisionAfterError() {
        return GuardDecision.REVERT;
    }

    @Override
    public Step begin(Attempt attempt) {
        return GuardSteps.read(
                name(), seen -> Step.need(Read.OfTime.NOW, now -> evaluate(seen, now)));
    }

    private Step evaluate(ObservedProfile seen, Instant now) {
        GuardPlan plan = guard.decide(found, seen, now);
        return plan.drifts().isEmpty()
                ? new GuardSteps(found, seen, now, null).of(plan)
                : Step.need(
                        new Read.OfCalls(name().value(), since(seen.record())),
                        calls -> explained(seen, recorded.of(name(), calls), now));
    }

    private ProfileName name() {
        return found.profile();
    }

    /// Includes the second of the recorded decision: more changes may have happened in it.
    private static Instant since(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null ? Instant.EPOCH : baseline.asOf();
    }

    /// Adopts the allowed changes first. Then reverts what the others changed.
    private Step explained(ObservedProfile seen, List<Change> changes, Instant now) {
        Adoptions adoptions = new Adoptions(guard, seen, now);
        for (Change change : changes) {
            Step again = adoptions.evaluate(change);
            if (again != null) {
                return again;
            }
        }
        Change cause = cause(changes, adoptions.adopted());
        Step settled = adoptions.step(found, cause);
        return settled == null ? repairAttributed(seen, adoptions, cause, now) : settled;
    }

    private Step repairAttributed(
            ObservedProfile seen, Adoptions adoptions, @Nullable Change cause, Instant now) {
        ObservedProfile adopted = adoptions.adopted();
        Change judged = cause == null ? found : cause;
        GuardPlan plan = guard.decide(judged, adopted, now);
        return new GuardSteps(judged, seen, now, adoptions.asMemory())
                .of(cause == null ? guard.afterGrace(found, adopted, plan, grace, now) : plan);
    }

    /// The last change that is not allowed and that agrees with the profile's current state.
    /// Changes before the last repair are ignored: that repair reverted them.
    private @Nullable Change cause(List<Change> changes, ObservedProfile seen) {
        return changes.stream()
                .filter(change -> !guard.isAuthorized(change, seen.record()))
                .filter(change -> !change.time().isBefore(seen.record().lastRepair()))
                .filter(change -> change.edit().agreesWith(seen.profile()))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }
}
