package dev.profileguard.guard;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.guard.rule.DriftFindings;
import dev.profileguard.guard.rule.GuardPlan;
import dev.profileguard.guard.rule.ObservedProfile;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One change of an instance profile, for [dev.profileguard.guard.rule.Guard] to judge.
record GuardTask(Change change, GuardContext guarding) implements Task {
    @Override
    public String subject() {
        return change.profile().subject();
    }

    @Override
    public String eventId() {
        return change.eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return guarding.guard().untouchable(change.profile());
    }

    @Override
    public Decision whenCutShort() {
        return Decision.REVERT;
    }

    @Override
    public Outcome attempt(Progress progress) {
        ObservedProfile seen = guarding.look(change.profile());
        GuardPlan plan = guarding.guard().decide(change, seen, guarding.clock().instant());
        if (plan.lookAgain()) {
            throw new ChangedMeanwhileException(plan.why());
        }
        if (plan.repair()) {
            repair(seen, plan, progress);
            boolean moot = progress.findings().isEmpty();
            return progress.outcome(
                    moot ? Decision.NO_DRIFT : plan.decision(),
                    moot ? change.profile() + " was put back meanwhile" : plan.why(),
                    List.of());
        }
        remember(seen.record(), plan.next());
        DriftFindings drifts = new DriftFindings(change, List.of(), null);
        List<Finding> more =
                Stream.concat(plan.findings().stream(), plan.drifts().stream().map(drifts::about))
                        .toList();
        Outcome outcome = progress.outcome(plan.decision(), plan.why(), more);
        return plan.decision() == Decision.ADOPTED && differs(seen, plan.next())
                ? outcome.partial()
                : outcome;
    }

    /// What is adopted is what the event says, and no more.
    private static boolean differs(ObservedProfile seen, GuardRecord next) {
        Baseline baseline = next.baseline();
        return baseline == null || !Drift.between(seen.profile(), baseline).isEmpty();
    }

    /// Whoever recorded another role while this one was put back has to be looked at again: our own
    /// writes lead to no event that would.
    private void repair(ObservedProfile seen, GuardPlan plan, Progress progress) {
        announce(plan, progress);
        Restoration.Restored restored = guarding.restoration().restore(change, plan, progress);
        progress.tell(plan.findings());
        progress.tell(restored.findings());
        try {
            remember(seen.record(), restored.on(plan.next()));
        } catch (ChangedMeanwhileException e) {
            GuardRecord newer = guarding.store().load(change.profile());
            remember(newer, restored.on(newer));
            if (!Objects.equals(role(newer), role(plan.next()))) {
                throw e;
            }
        }
    }

    private void announce(GuardPlan plan, Progress progress) {
        DriftFindings drifts = new DriftFindings(change, List.of(), null);
        List<Finding> expected = new ArrayList<>(plan.findings());
        List<Action> all = new ArrayList<>();
        for (Drift drift : plan.drifts()) {
            List<Action> own = drift.repairs(plan.next().profile());
            Finding finding = drifts.about(drift);
            expected.add(own.isEmpty() ? finding : finding.withDone(Progress.begun(own)));
            all.addAll(own);
        }
        progress.announce(expected, all);
    }

    private static Baseline.@Nullable RecordedRole role(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null ? null : baseline.role();
    }

    private void remember(GuardRecord read, GuardRecord next) {
        if (!next.equals(read)) {
            guarding.store().save(next);
        }
    }
}
