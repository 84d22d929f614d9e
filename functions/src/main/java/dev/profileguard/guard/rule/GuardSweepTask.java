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

/// One profile as a sweep finds it, for [Guard] to judge. Drift is attributed first: the calls that
/// CloudTrail knows of are judged as if their events had just arrived.
///
/// @param found what stands for the event that never came
/// @param recorded reads the changes of a profile from CloudTrail's records
/// @param grace how long drift that nobody is known to have caused is left alone
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
    public Decision whenCutShort() {
        return GuardDecision.REVERT;
    }

    @Override
    public Step begin(Attempt attempt) {
        return GuardSteps.look(name(), seen -> Step.need(Read.OfTime.NOW, now -> judge(seen, now)));
    }

    private Step judge(ObservedProfile seen, Instant now) {
        GuardPlan plan = guard.decide(found, seen, now);
        return plan.drifts().isEmpty()
                ? new GuardSteps(found, seen, now, List.of()).of(plan)
                : Step.need(
                        new Read.OfCalls(name().value(), since(seen.record())),
                        calls -> explained(seen, recorded.of(name(), calls), now));
    }

    private ProfileName name() {
        return found.profile();
    }

    /// The decision that is recorded may be the first of several within its second.
    private static Instant since(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null ? Instant.EPOCH : baseline.asOf();
    }

    /// What counts among the changes becomes the baseline first; then whoever is not trusted is
    /// held to it.
    private Step explained(ObservedProfile seen, List<Change> changes, Instant now) {
        Adoptions adoptions = new Adoptions(guard, seen, now);
        for (Change change : changes) {
            Step again = adoptions.judge(change);
            if (again != null) {
                return again;
            }
        }
        Change culprit = culprit(changes, adoptions.adopted());
        Step settled = adoptions.step(found, culprit);
        return settled == null ? blame(seen, adoptions, culprit, now) : settled;
    }

    private Step blame(
            ObservedProfile seen, Adoptions adoptions, @Nullable Change culprit, Instant now) {
        ObservedProfile adopted = adoptions.adopted();
        Change judged = culprit == null ? found : culprit;
        GuardPlan plan = guard.decide(judged, adopted, now);
        return new GuardSteps(judged, seen, now, adoptions.findings())
                .of(culprit == null ? guard.afterGrace(found, adopted, plan, grace, now) : plan);
    }

    /// The last one who is not trusted and after whose call the profile looked as it does now. What
    /// is older than our last repair was undone by it.
    private @Nullable Change culprit(List<Change> changes, ObservedProfile seen) {
        return changes.stream()
                .filter(change -> !guard.counts(change, seen.record()))
                .filter(change -> !change.time().isBefore(seen.record().lastRepair()))
                .filter(change -> change.edit().agreesWith(seen.profile()))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }
}
