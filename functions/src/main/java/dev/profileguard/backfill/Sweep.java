package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.event.Call;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.Subject;
import dev.profileguard.sweep.SweepContext;
import dev.profileguard.sweep.SweepRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Runs rules over subjects, one after the other. A look at the snapshot comes first; whatever is
/// to be written rests on another look, at IAM itself.
final class Sweep {
    private final SweepRequest.Mode mode;
    private final List<SweepRule> rules;
    private final AccountSnapshot snapshot;
    private final GuardRecordCache baselines;
    private final BiFunction<Mode, IamReader, IamWriter> writers;
    private final Backoff pause;
    private final Call call;
    private final SweepReport report;

    /// By [PlanItem#key]: what became of profiles while their role was looked at.
    private final Set<String> dealtWith = new HashSet<>();

    /// @param call what stands for the calls that no event told of
    Sweep(
            SweepRequest.Mode mode,
            List<SweepRule> rules,
            AccountSnapshot snapshot,
            GuardRecordCache baselines,
            BiFunction<Mode, IamReader, IamWriter> writers,
            Backoff pause,
            Call call,
            SweepReport report) {
        this.mode = mode;
        this.rules = rules;
        this.snapshot = snapshot;
        this.baselines = baselines;
        this.writers = writers;
        this.pause = pause;
        this.call = call;
        this.report = report;
    }

    /// What has to be left for one subject: three waits, and a few calls that are throttled.
    static final int TIME_FOR_ONE_MILLIS = 60_000;

    /// Goes on with a plan: what it holds so far counts as done, and is not planned again.
    void goOnFrom(List<Planned> plan) {
        for (Planned item : plan) {
            item.actions().forEach(snapshot::foresee);
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
            if (!request.asksFor(subject.name())) {
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
            if (rule.covers(subject.kind())
                    && !dealtWith.contains(PlanItem.key(rule.name(), subject))) {
                sweep(subject, rule);
            }
        }
    }

    /// What fails is told, and does not keep the others from their turn.
    private void sweep(Subject subject, SweepRule rule) {
        try {
            Outcome quiet = quiet(subject, rule);
            if (quiet == null) {
                confirm(subject);
                List<Outcome> outcomes = reconcile(subject, rule, hands(goal(rule)));
                outcomes.forEach(each -> report.tell(rule.name(), each));
                foresee(outcomes);
            } else {
                report.tell(rule.name(), quiet);
            }
        } catch (RuntimeException e) {
            report.tell(rule.name(), failed(subject, e));
        }
    }

    /// What a plan says about the next subject rests on what it says about the ones before.
    private void foresee(List<Outcome> outcomes) {
        if (mode == SweepRequest.Mode.PLAN) {
            outcomes.stream()
                    .flatMap(outcome -> PlanItem.actions(outcome).stream())
                    .forEach(snapshot::foresee);
        }
    }

    /// The outcome where nothing is to be done, as far as the snapshot tells; null: a look at IAM
    /// is needed.
    private @Nullable Outcome quiet(Subject subject, SweepRule rule) {
        Outcome atOnce = rule.atOnce(subject, snapshot, baselines, call);
        if (atOnce != null || !rule.looksFirst() || mode == SweepRequest.Mode.PLAN) {
            return atOnce;
        }
        List<Outcome> first = reconcile(subject, rule, hands(Mode.OBSERVE));
        boolean nothing =
                first.stream()
                        .allMatch(each -> each.actions().isEmpty() && each.findings().isEmpty());
        return nothing ? first.getFirst() : null;
    }

    private List<Outcome> reconcile(Subject subject, SweepRule rule, SweepContext hands) {
        Task task = rule.task(subject, hands, call);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            new Reconciler(hands.mode(), rule.modeParameter(), pause)
                    .reconcile(fresh(task, subject), report.announcing(rule.name()), outcomes::add);
        } catch (RuntimeException e) {
            outcomes.forEach(each -> report.tell(rule.name(), each));
            throw e;
        }
        rule.besides(task).stream()
                .filter(Sweep::hasFollowed)
                .forEach(each -> {
                    outcomes.add(each);
                    dealtWith.add(PlanItem.key(rule.name(), PlanItem.subject(each)));
                });
        return outcomes;
    }

    /// Whether anything was done to what follows a role, or was about to be.
    static boolean hasFollowed(Outcome follower) {
        return !follower.actions().isEmpty() || follower.announced();
    }

    private Mode goal(SweepRule rule) {
        return switch (mode) {
            case PLAN -> Mode.OBSERVE;
            case APPLY -> Mode.ENFORCE;
            case SWEEP -> rule.mode();
        };
    }

    private SweepContext hands(Mode goal) {
        return new SweepContext(
                goal,
                snapshot,
                writer(writers.apply(goal, snapshot), goal),
                baselines,
                mode != SweepRequest.Mode.SWEEP);
    }

    private IamWriter writer(IamWriter writer, Mode goal) {
        if (goal == Mode.ENFORCE) {
            return action -> {
                try {
                    return writer.perform(action);
                } finally {
                    snapshot.changedBy(action);
                }
            };
        }
        return writer;
    }

    /// In a plan the snapshot is good enough: applying it looks again.
    private void confirm(Subject subject) {
        if (mode != SweepRequest.Mode.PLAN) {
            lookAgain(subject, false);
        }
    }

    private void lookAgain(Subject subject, boolean changed) {
        switch (subject.kind()) {
            case ROLE -> snapshot.confirm(new RoleName(subject.name()));
            case PROFILE -> {
                ProfileName profile = new ProfileName(subject.name());
                baselines.reload(profile);
                if (changed) {
                    snapshot.changed(profile);
                } else {
                    snapshot.confirm(profile);
                }
            }
        }
    }

    /// What turns out to be otherwise is read from IAM before the next try.
    private Task fresh(Task task, Subject subject) {
        return new Task() {
            @Override
            public String subject() {
                return task.subject();
            }

            @Override
            public String eventId() {
                return task.eventId();
            }

            @Override
            public @Nullable String untouchable() {
                return task.untouchable();
            }

            @Override
            public Decision whenCutShort() {
                return task.whenCutShort();
            }

            @Override
            public Outcome attempt(Progress progress) {
                try {
                    return task.attempt(progress);
                } catch (ChangedMeanwhileException e) {
                    lookAgain(subject, true);
                    throw e;
                }
            }
        };
    }

    private Outcome failed(Subject subject, RuntimeException e) {
        return Outcome.skipped(
                subject.toString(), Decision.FAILED, String.valueOf(e), call.eventId());
    }
}
