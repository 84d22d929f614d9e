package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.event.Call;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.sweep.BulkHistory;
import dev.profileguard.sweep.CachingIamReader;
import dev.profileguard.sweep.ConsistentIamReader;
import dev.profileguard.sweep.SweepRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Applies a plan exactly. It refuses an item when the role or profile changed since the plan, or
/// when the rule now requires other actions.
///
/// An application that was interrupted can begin again: before the first action of an item, the
/// plan table notes that the item is started, and after the last one that it is finished. What is
/// left of a started item is done.
///
/// @param live reads IAM
/// @param history answers many lookups in CloudTrail at once
/// @param notes notes how far an item is applied
record PlanApplication(
        List<SweepRule> rules,
        Function<Mode, Ports> ports,
        ConsistentIamReader live,
        BulkHistory history,
        BiConsumer<Planned, Planned.State> notes,
        GuardRecordStore store,
        Call call,
        SweepReport report) {
    /// Applies items while there is time, at least one.
    ///
    /// @return the key of the last item that was handled; null: all were
    @Nullable String apply(List<Planned> items, Context context) {
        history.expecting(rule -> lookups(rule, items));
        RemainingItems remaining = new RemainingItems(items);
        String last = null;
        for (Planned item = remaining.next(); item != null; item = remaining.next()) {
            if (last != null && context.getRemainingTimeInMillis() < Sweep.TIME_FOR_ONE_MILLIS) {
                return last;
            }
            apply(item, remaining);
            last = item.key();
        }
        return null;
    }

    /// Who created a role is looked up once, and who caused a drift by two names at least.
    private static int lookups(SweepRule rule, List<Planned> items) {
        long own = items.stream().filter(item -> item.rule().equals(rule.name())).count();
        return (int) (rule.covers(TaggedType.INSTANCE_PROFILE) ? 2 * own : own);
    }

    /// @param following the items after this one; those that are handled together with this one are
    ///   removed
    private void apply(Planned item, RemainingItems following) {
        try {
            List<Outcome> outcomes = outcomes(item, following);
            outcomes.forEach(outcome -> report(item, outcome, following));
            if (outcomes.stream().noneMatch(each -> each.isFailed() || isLeft(each))) {
                finish(item);
            }
        } catch (PlannedWriter.NotPlannedException e) {
            report.add(item.rule(), skipped(item, BackfillDecision.PLAN_CHANGED, e.getMessage()));
        } catch (RuntimeException e) {
            Subject subject = Subject.parse(item.subject());
            report.add(item.rule(), SubjectFailure.of(item.rule(), subject, e).outcome(call));
        }
    }

    /// Whether a pause of all writes began, so that actions are left to be done.
    private static boolean isLeft(Outcome outcome) {
        return outcome.actions().stream().anyMatch(each -> each.effect() == Effect.WOULD_DO);
    }

    private void report(Planned item, Outcome outcome, RemainingItems following) {
        report.add(item.rule(), outcome);
        if (RuleEvaluator.isAdditional(outcome, Subject.parse(item.subject()))) {
            Planned handled =
                    following.remove(PlanItem.key(item.rule(), PlanItem.subject(outcome)));
            if (handled != null && !isLeft(outcome)) {
                finish(handled);
            }
        }
    }

    private void finish(Planned item) {
        if (item.state() != Planned.State.FINISHED) {
            notes.accept(item, Planned.State.FINISHED);
        }
    }

    private void start(Planned item) {
        if (item.state() != Planned.State.STARTED) {
            notes.accept(item, Planned.State.STARTED);
        }
    }

    private List<Outcome> outcomes(Planned item, RemainingItems following) {
        CachingIamReader reader = new CachingIamReader(live);
        Outcome now = reconcile(item, reader, Mode.OBSERVE, IamWriter.DRY_RUN).getFirst();
        if (now.actions().isEmpty() && item.state() != Planned.State.STARTED) {
            return List.of(inForce(now));
        }
        if (!PlanItem.asksFor(item, now) || !PlanItem.isAsPlanned(item, reader)) {
            return List.of(refused(item, now));
        }
        if (!now.actions().isEmpty()) {
            start(item);
        }
        return reconcile(item, reader, Mode.ENFORCE, writer(item, following, reader));
    }

    /// Without actions, the outcome is the same in every mode.
    private static Outcome inForce(Outcome outcome) {
        return outcome instanceof Outcome.Reconciled done ? done.in(Mode.ENFORCE) : outcome;
    }

    /// Performs the actions of the item, and of later items if the rule performs them now.
    private IamWriter writer(Planned item, RemainingItems following, CachingIamReader reader) {
        Map<String, PlannedWriter.Remaining> others = new HashMap<>();
        IamWriter planned =
                new PlannedWriter(
                        ports.apply(Mode.ENFORCE).writer(),
                        PlannedWriter.Remaining.of(item),
                        other ->
                                others.computeIfAbsent(
                                        other,
                                        name -> planned(item.rule(), name, following, reader)));
        return action -> {
            try {
                PerformedAction performed = planned.perform(action);
                if (performed.effect() == Effect.DONE) {
                    live.performed(action);
                }
                return performed;
            } finally {
                reader.forget();
            }
        };
    }

    /// The planned actions of a later item, if its subject is unchanged since the plan.
    private PlannedWriter.Remaining planned(
            String rule, String other, RemainingItems following, IamReader reader) {
        Planned item = following.first(PlanItem.key(rule, Subject.parse(other)));
        if (item == null || !PlanItem.isAsPlanned(item, reader)) {
            return PlannedWriter.Remaining.nothing();
        }
        start(item);
        return PlannedWriter.Remaining.of(item);
    }

    /// The outcome, and those of the other subjects that the rule changed. After an error, the
    /// outcomes so far are reported.
    private List<Outcome> reconcile(
            Planned item, CachingIamReader reader, Mode mode, IamWriter writer) {
        SweepRule rule = rule(item);
        Subject subject = Subject.parse(item.subject());
        Task task = task(item, rule, subject);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            new Reconciler(mode, rule.modeParameter(), ports(rule, reader, mode, writer))
                    .reconcile(task, report.intents(rule.name()), outcomes::add);
        } catch (RuntimeException e) {
            if (mode == Mode.ENFORCE) {
                outcomes.stream()
                        .filter(each -> isReportable(each, subject))
                        .forEach(each -> report.add(rule.name(), each));
            }
            throw e;
        }
        outcomes.removeIf(each -> !isReportable(each, subject));
        return outcomes;
    }

    /// What is left of a started item shows only in what exists now.
    private Task task(Planned item, SweepRule rule, Subject subject) {
        return switch (item.state()) {
            case PLANNED, FINISHED -> rule.application(subject, call);
            case STARTED -> rule.task(subject, SweepRule.Requester.PERSON, call);
        };
    }

    private static boolean isReportable(Outcome outcome, Subject subject) {
        return !RuleEvaluator.isAdditional(outcome, subject) || RuleEvaluator.hasIntents(outcome);
    }

    private Ports ports(SweepRule rule, CachingIamReader reader, Mode mode, IamWriter writer) {
        Ports live = ports.apply(mode);
        return new Ports(
                reader,
                live.policies(),
                writer,
                GuardRecordCache.onDemand(store, mode == Mode.OBSERVE),
                live.tags(),
                live.provenance(),
                live.failures(),
                live.repairs(),
                rule.calls(history.of(rule, live.calls()), SweepRule.Requester.PERSON),
                live.users(),
                live.decoder(),
                live.clusters(),
                outdated -> reader.forget(),
                live.pauses(),
                live.clock(),
                time -> {
                    live.backoff().await(time);
                    reader.forget();
                });
    }

    private SweepRule rule(Planned item) {
        return rules.stream()
                .filter(rule -> rule.name().equals(item.rule()))
                .findFirst()
                .orElseThrow();
    }

    private Outcome refused(Planned item, Outcome now) {
        return skipped(
                item,
                BackfillDecision.PLAN_CHANGED,
                "Planned: %s. Required now: %s%s. Make a new plan"
                        .formatted(
                                PlanItem.described(item.actions()),
                                PlanItem.described(PlanItem.actions(now)),
                                PlanItem.asksFor(item, now)
                                        ? ", but the role or profile was created again or changed"
                                        : ""));
    }

    private Outcome skipped(Planned item, Decision decision, @Nullable String why) {
        return new Outcome.Skipped(item.subject(), decision, String.valueOf(why), call.eventId());
    }
}
