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

/// Runs rules over subjects, one after the other. It evaluates a rule on the snapshot first. If
/// there is something to do, it evaluates the rule again on reads from IAM.
final class Sweep {
    private final SweepRequest.Mode mode;
    private final List<SweepRule> rules;
    private final AccountSnapshot snapshot;
    private final GuardRecordCache baselines;
    private final SweepPorts ports;
    private final Call call;
    private final SweepReport report;

    /// The [PlanItem#key]s of profiles that were handled together with their role.
    private final Set<String> handled = new HashSet<>();

    /// @param ports the ports for a function in this mode when it handles an event
    /// @param call used in place of the call in an event
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

    /// The time that one subject may need: three waits, and a few throttled calls.
    static final int TIME_FOR_ONE_MILLIS = 60_000;

    /// Continues a plan: its items count as done, and are not planned again.
    void resume(List<Planned> plan) {
        for (Planned item : plan) {
            item.actions().forEach(snapshot::predict);
            handled.add(item.key());
        }
    }

    /// Handles the subjects after this one while there is time, at least one.
    ///
    /// @param after the sort key of the last subject that was handled; null: none
    /// @return the sort key of the last subject that is handled now; null: all are
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
                    && !handled.contains(PlanItem.key(rule.name(), subject))) {
                sweep(subject, rule);
            }
        }
    }

    /// Reports a rule that fails, and continues with the next rule.
    private void sweep(Subject subject, SweepRule rule) {
        try {
            Outcome settled = settledBySnapshot(subject, rule);
            if (settled == null) {
                ports.confirm(subject);
                List<Outcome> outcomes = reconcile(subject, rule, ports.goal(rule));
                outcomes.forEach(each -> report.add(rule.name(), each));
                predict(outcomes);
            } else {
                report.add(rule.name(), settled);
            }
        } catch (RuntimeException e) {
            report.add(rule.name(), failed(subject, e));
        }
    }

    /// A plan for the next subject assumes that the planned actions so far were performed.
    private void predict(List<Outcome> outcomes) {
        if (mode == SweepRequest.Mode.PLAN) {
            outcomes.stream()
                    .flatMap(outcome -> PlanItem.actions(outcome).stream())
                    .forEach(snapshot::predict);
        }
    }

    /// The outcome if the snapshot shows that there is nothing to do; null: IAM has to be read.
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
            if (goal == Mode.ENFORCE) {
                keepHandled(outcomes, task, rule);
                outcomes.forEach(each -> report.add(rule.name(), each));
            }
            throw e;
        }
        keepHandled(outcomes, task, rule);
        return outcomes;
    }

    /// Keeps the outcomes of the task and of the prerequisites that were changed, which are not
    /// swept again.
    private void keepHandled(List<Outcome> outcomes, Task task, SweepRule rule) {
        outcomes.removeIf(each -> isAdditional(each, task) && !hasIntents(each));
        outcomes.stream()
                .filter(each -> isAdditional(each, task))
                .forEach(each -> handled.add(PlanItem.key(rule.name(), PlanItem.subject(each))));
    }

    static boolean isAdditional(Outcome outcome, Task task) {
        return !task.subject().equals(outcome.subject());
    }

    /// Whether an outcome contains actions, or intents for them.
    static boolean hasIntents(Outcome follower) {
        return !follower.actions().isEmpty()
                || (follower instanceof Outcome.Reconciled done
                        && done.intents() == Outcome.Intents.LOGGED);
    }

    private Outcome failed(Subject subject, RuntimeException e) {
        return new Outcome.Skipped(
                subject.subject(), Decision.Common.FAILED, String.valueOf(e), call.eventId());
    }
}
