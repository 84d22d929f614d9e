package dev.profileguard.guard;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.guard.rule.GuardPlan;
import dev.profileguard.guard.rule.ObservedProfile;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.sweep.Attribution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One profile as a sweep finds it, for [dev.profileguard.guard.rule.Guard] to judge. Drift is
/// attributed first: the calls that CloudTrail knows of are judged as if their events had just
/// arrived.
///
/// @param found what stands for the event that never came
/// @param grace how long drift that nobody is known to have caused is left alone
record GuardSweepTask(Change found, GuardContext guarding, Attribution attribution, Duration grace)
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
        return guarding.guard().untouchable(name());
    }

    @Override
    public Decision whenCutShort() {
        return Decision.REVERT;
    }

    @Override
    public Outcome attempt(Progress progress) {
        ObservedProfile seen = guarding.look(name());
        GuardPlan plan = decide(seen);
        if (plan.drifts().isEmpty()) {
            return settle(seen, plan, progress);
        }
        List<Change> told = attribution.changes(name(), since(seen.record()));
        Outcome adopted = null;
        for (Change change : told) {
            if (guarding.guard().counts(change, guarding.store().load(name()))) {
                adopted = hear(change, progress);
            }
        }
        if (adopted != null) {
            seen = guarding.look(name());
            plan = decide(seen);
            if (plan.drifts().isEmpty()) {
                remember(seen, plan);
                return progress.outcome(adopted.decision(), adopted.why(), List.of());
            }
        }
        Change culprit = culprit(told, seen);
        return culprit == null ? afterGrace(seen, plan, progress) : hear(culprit, progress);
    }

    private ProfileName name() {
        return found.profile();
    }

    private GuardPlan decide(ObservedProfile seen) {
        return guarding.guard().decide(found, seen, guarding.clock().instant());
    }

    /// The last one who is not trusted and after whose call the profile looked as it does now. What
    /// is older than our last repair was undone by it.
    private @Nullable Change culprit(List<Change> told, ObservedProfile seen) {
        return told.stream()
                .filter(change -> !guarding.guard().counts(change, seen.record()))
                .filter(change -> !change.time().isBefore(seen.record().lastRepair()))
                .filter(change -> change.edit().agreesWith(seen.profile()))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }

    /// Judges a call as [GuardTask] does when its event arrives.
    private Outcome hear(Change change, Progress progress) {
        Outcome outcome = new GuardTask(change, guarding).attempt(progress);
        List<Finding> all = outcome.findings();
        progress.tell(all.subList(progress.findings().size(), all.size()));
        return progress.outcome(outcome.decision(), outcome.why(), List.of());
    }

    private Outcome afterGrace(ObservedProfile seen, GuardPlan plan, Progress progress) {
        Instant now = guarding.clock().instant();
        GuardPlan next = guarding.guard().afterGrace(found, seen, plan, grace, now);
        return next.drifts().isEmpty() ? settle(seen, next, progress) : hear(found, progress);
    }

    private Outcome settle(ObservedProfile seen, GuardPlan plan, Progress progress) {
        if (plan.lookAgain()) {
            throw new ChangedMeanwhileException(plan.why());
        }
        remember(seen, plan);
        return progress.outcome(plan.decision(), plan.why(), plan.findings());
    }

    private void remember(ObservedProfile seen, GuardPlan plan) {
        if (!plan.next().equals(seen.record())) {
            guarding.store().save(plan.next());
        }
    }

    /// The decision that is recorded may be the first of several within its second.
    private static Instant since(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null ? Instant.EPOCH : baseline.asOf();
    }
}
