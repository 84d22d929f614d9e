package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.event.Call;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.SweepRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs rules over subjects, one after the other. A look at the snapshot comes first; whatever is
/// to be written rests on another look, at IAM itself.
final class Sweep {
    private final SweepRequest.Mode mode;
    private final List<SweepRule> rules;
    private final AccountSnapshot snapshot;
    private final GuardRecordCache baselines;
    private final SweepPorts ports;
    private final Call call;
    private final SweepReport report;

    /// By [PlanItem#key]: what became of profiles while their role was looked at.
    private final Set<String> dealtWith = new HashSet<>();

    /// @param ports what events of a function in this mode are reconciled with
    /// @param call what stands for the calls that no event told of
    Sweep(
            SweepRequest.Mode mode,
            List<SweepRule> rules,
            AccountSnapshot snapshot,
            GuardRecordCache baselines,
            Function<Mode, Ports> ports,
            Call call,
            SweepReport report) {
        this.mode = mode;
        this.rules = rules;
        this.snapshot = snapshot;
        this.baselines = baselines;
        this.ports = new SweepPorts(mode, snapshot, baselines, ports);
        this.call = call;
        this.report = report;
    }

    /// What has to be left for one subject: three waits, and a few calls that are throttled.
    static final int TIME_FOR_ONE_MILLIS = 60_000;

    /// Goes on with a plan: what it holds so far counts as done, and is not planned again.
    void goOnFrom(List<Planned> plan) {
        for (Planned item : plan) {
            item.actions().forEach(snapshot::predict);
            dealtWith.add(item.key());
        }
    }

    /// Goes on after a subject, as long as there is time. At least one subject is dealt with.
    ///
    /// @param after the last one that was dealt with; null: none was
    /// @return the last one that is dealt with now; null: all are
    @Nullable String run(SweepRequest request, @Nullable String after, Context context) {
        String last = null;
        for (Subject subject : new SweepOrder(snapshot, baselines).after(after)) {
            if (!request.asksFor(subject.name().value())) {
                continue;
            }
            if (last != null && context.getRemainingTimeInMillis() < TIME_FOR_ONE_MILLIS) {
                return last;
            }
            sweep(subject);
            last = subject.sortKey();
        }
        return null;
    }

    private void sweep(Subject subject) {
        for (SweepRule rule : rules) {
            if (rule.covers(subject.type())
                    && !dealtWith.contains(PlanItem.key(rule.name(), subject))) {
                sweep(subject, rule);
            }
        }
    }

    /// A rule that fails is reported, and does not keep the others from their turn.
    private void sweep(Subject subject, SweepRule rule) {
        try {
            Outcome settled = settledBySnapshot(subject, rule);
            if (settled == null) {
                ports.confirm(subject);
                List<Outcome> outcomes = reconcile(subject, rule, ports.goal(rule));
                outcomes.forEach(each -> report.add(rule.name(), each));
                foresee(outcomes);
            } else {
                report.add(rule.name(), settled);
            }
        } catch (RuntimeException e) {
            report.add(rule.name(), failed(subject, e));
        }
    }

    /// What a plan says about the next subject rests on what it says about the ones before.
    private void foresee(List<Outcome> outcomes) {
        if (mode == SweepRequest.Mode.PLAN) {
            outcomes.stream()
                    .flatMap(outcome -> PlanItem.actions(outcome).stream())
                    .forEach(snapshot::predict);
        }
    }

    /// The outcome where nothing is to be done, as far as the snapshot shows; null: IAM has to be
    /// read.
    private @Nullable Outcome settledBySnapshot(Subject subject, SweepRule rule) {
        Outcome known = rule.fromSnapshot(subject, snapshot, baselines, call);
        if (known != null || !rule.triesSnapshotFirst() || mode == SweepRequest.Mode.PLAN) {
            return known;
        }
        List<Outcome> first = reconcile(subject, rule, Mode.OBSERVE);
        boolean nothing =
                first.stream()
                        .allMatch(each -> each.actions().isEmpty() && each.findings().isEmpty());
        return nothing ? first.getFirst() : null;
    }

    private List<Outcome> reconcile(Subject subject, SweepRule rule, Mode goal) {
        Task task = rule.task(subject, ports.requester(), call);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            new Reconciler(goal, rule.modeParameter(), ports.of(rule, goal, subject))
                    .reconcile(task, report.intents(rule.name()), outcomes::add);
        } catch (RuntimeException e) {
            outcomes.forEach(each -> report.add(rule.name(), each));
            throw e;
        }
        outcomes.removeIf(each -> isFollower(each, task) && !hasFollowed(each));
        outcomes.stream()
                .filter(each -> isFollower(each, task))
                .forEach(each -> dealtWith.add(PlanItem.key(rule.name(), PlanItem.subject(each))));
        return outcomes;
    }

    static boolean isFollower(Outcome outcome, Task task) {
        return !task.subject().equals(outcome.subject());
    }

    /// Whether anything was done to what follows a role, or was about to be.
    static boolean hasFollowed(Outcome follower) {
        return !follower.actions().isEmpty()
                || (follower instanceof Outcome.Reconciled done
                        && done.intents() == Outcome.Intents.LOGGED);
    }

    private Outcome failed(Subject subject, RuntimeException e) {
        return new Outcome.Skipped(
                subject.subject(), Decision.Common.FAILED, String.valueOf(e), call.eventId());
    }
}
