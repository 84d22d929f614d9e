package dev.profileguard.backfill;

import dev.profileguard.event.Call;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.sweep.BulkHistory;
import dev.profileguard.sweep.Foresight;
import dev.profileguard.sweep.KnownAccount;
import dev.profileguard.sweep.SweepRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Evaluates one rule for one subject of a sweep, on the snapshot first. If there is something to
/// do, it evaluates the rule again on reads from IAM. It reports each outcome.
///
/// Not thread-safe.
final class RuleEvaluator {
    private final SweepRequest.Mode mode;
    private final KnownAccount account;
    private final SweepPorts ports;
    private final Call call;
    private final SweepReport report;
    private final SweepProgress progress;
    private final Consumer<ProfileName> right;

    /// The actions of the current evaluation that changed IAM, or may have.
    private final List<Action> changes = new ArrayList<>();

    /// @param live the ports for a function in this mode when it handles an event
    /// @param history answers many lookups in CloudTrail at once
    /// @param call used in place of the call in an event
    /// @param right receives each profile that a rule finds right
    RuleEvaluator(
            SweepRequest.Mode mode,
            KnownAccount account,
            Function<Mode, Ports> live,
            BulkHistory history,
            Call call,
            SweepReport report,
            SweepProgress progress,
            Consumer<ProfileName> right) {
        this.mode = mode;
        this.account = account;
        this.ports = new SweepPorts(mode, account, live, history, changes::add);
        this.call = call;
        this.report = report;
        this.progress = progress;
        this.right = right;
    }

    /// Evaluates a rule for a subject. A failure is reported, not thrown.
    ///
    /// @return the actions that changed IAM, or may have, or that are planned
    List<Action> evaluate(Subject subject, SweepRule rule) {
        changes.clear();
        String key = PlanItem.key(rule.name(), subject);
        try {
            if (progress.isFight(key)) {
                endFight(subject, rule);
            } else {
                reconcile(subject, rule);
            }
        } catch (RuntimeException e) {
            fail(rule, SubjectFailure.of(rule.name(), subject, e));
        }
        if (!changes.isEmpty()) {
            progress.countChange(key);
        }
        return List.copyOf(changes);
    }

    /// Evaluates a rule for a subject without reporting it: an earlier invocation of the same plan
    /// did. What a rule adopts is not part of the plan.
    void repeat(Subject subject, SweepRule rule) {
        try {
            collect(subject, rule, Mode.OBSERVE, new ArrayList<>());
        } catch (RuntimeException e) {
            progress.markFailed(PlanItem.key(rule.name(), subject));
        }
    }

    /// The reads that an evaluation will make first, as far as the snapshot shows. It makes none.
    Set<Read<?>> firstReads(Subject subject, SweepRule rule, Foresight foresight) {
        try {
            if (ports.goal(rule) == Mode.OFF
                    || !foresight.isKnown(subject)
                    || rule.fromSnapshot(subject, account.snapshot(), account.baselines(), call)
                            != null) {
                return Set.of();
            }
            return foresight.reads(
                    rule.task(subject, ports.requester(), call),
                    new Task.Attempt(ports.goal(rule), Task.Writes.NONE),
                    ports.of(rule, Mode.OBSERVE, subject).answers());
        } catch (RuntimeException e) {
            return Set.of(); // its evaluation reports the error
        }
    }

    private void reconcile(Subject subject, SweepRule rule) {
        Outcome settled = settledBySnapshot(subject, rule);
        if (settled != null) {
            report(rule, settled);
            return;
        }
        ports.confirm(subject, rule);
        List<Outcome> outcomes = reconcile(subject, rule, ports.goal(rule));
        outcomes.forEach(each -> report(rule, each));
        predict(outcomes);
    }

    /// Does not repair what was repaired several times in this sweep.
    private void endFight(Subject subject, SweepRule rule) {
        List<Outcome> outcomes = reconcile(subject, rule, Mode.OBSERVE);
        boolean isSettled = outcomes.stream().allMatch(each -> each.actions().isEmpty());
        if (isSettled) {
            outcomes.forEach(each -> report(rule, each));
        } else {
            fail(rule, new SubjectFailure(rule.name(), subject, fight(rule, outcomes)));
        }
    }

    private static String fight(SweepRule rule, List<Outcome> outcomes) {
        return "The rule %s changed it several times in this sweep, and it is not settled: another rule or somebody else undoes the change each time. Still required: %s"
                .formatted(
                        rule.name(),
                        outcomes.stream()
                                .flatMap(each -> PlanItem.actions(each).stream())
                                .map(Action::described)
                                .toList());
    }

    private void fail(SweepRule rule, SubjectFailure failure) {
        progress.markFailed(PlanItem.key(rule.name(), failure.subject()));
        report.add(rule.name(), failure.outcome(call));
    }

    /// An outcome that says nothing new only resolves findings.
    private void report(SweepRule rule, Outcome outcome) {
        String key = PlanItem.key(rule.name(), PlanItem.subject(outcome));
        if (outcome.isFailed()) {
            progress.markFailed(key);
        }
        boolean isNew = progress.isNew(key, outcome.findings());
        if (isNew || !outcome.actions().isEmpty()) {
            report.add(rule.name(), outcome);
        } else {
            report.confirm(rule.name(), outcome);
        }
        if (rule.isRight(outcome)) {
            right.accept(new ProfileName(PlanItem.subject(outcome).name().value()));
        }
    }

    /// A plan for the next subject assumes that the planned actions so far were performed.
    private void predict(List<Outcome> outcomes) {
        if (mode == SweepRequest.Mode.PLAN) {
            outcomes.stream()
                    .flatMap(outcome -> PlanItem.planned(outcome).stream())
                    .forEach(action -> {
                        account.snapshot().predict(action);
                        changes.add(action);
                    });
        }
    }

    /// The outcome if the snapshot shows that there is nothing to do; null: IAM has to be read.
    private @Nullable Outcome settledBySnapshot(Subject subject, SweepRule rule) {
        Outcome known = rule.fromSnapshot(subject, account.snapshot(), account.baselines(), call);
        if (known != null || !rule.triesSnapshotFirst() || mode == SweepRequest.Mode.PLAN) {
            return known;
        }
        List<Outcome> first = new ArrayList<>();
        collect(subject, rule, Mode.OBSERVE, first);
        boolean nothing =
                first.stream()
                        .allMatch(each -> each.actions().isEmpty() && each.findings().isEmpty());
        return nothing ? first.getFirst() : null;
    }

    /// The outcomes of the subject and of its prerequisites that were changed. After an error, what
    /// was done so far is reported.
    private List<Outcome> reconcile(Subject subject, SweepRule rule, Mode goal) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            collect(subject, rule, goal, outcomes);
        } catch (RuntimeException e) {
            if (goal == Mode.ENFORCE) {
                outcomes.forEach(each -> report(rule, each));
            }
            throw e;
        }
        return outcomes;
    }

    private void collect(Subject subject, SweepRule rule, Mode goal, List<Outcome> outcomes) {
        Task task = rule.task(subject, ports.requester(), call);
        try {
            new Reconciler(goal, rule.modeParameter(), ports.of(rule, goal, subject))
                    .reconcile(task, report.intents(rule.name()), outcomes::add);
        } finally {
            outcomes.removeIf(each -> isAdditional(each, subject) && !hasIntents(each));
        }
    }

    /// Whether an outcome is about another subject than the requested one.
    static boolean isAdditional(Outcome outcome, Subject requested) {
        return !requested.subject().equals(outcome.subject());
    }

    /// Whether an outcome contains actions, or intents for them.
    static boolean hasIntents(Outcome follower) {
        return !follower.actions().isEmpty()
                || (follower instanceof Outcome.Reconciled done
                        && done.intents() == Outcome.Intents.LOGGED);
    }
}
