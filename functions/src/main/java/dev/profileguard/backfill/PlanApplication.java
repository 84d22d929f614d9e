package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.event.Call;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.sweep.CachingIamReader;
import dev.profileguard.sweep.SweepContext;
import dev.profileguard.sweep.SweepRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Does exactly what a plan says. An item is refused when the role or profile is no longer what it
/// was, or something else is to be done now.
record PlanApplication(
        List<SweepRule> rules,
        Platform surroundings,
        GuardRecordStore store,
        Call call,
        SweepReport report) {
    /// Applies items, as long as there is time; at least one.
    ///
    /// @return the key of the last one that was dealt with; null: all were
    @Nullable String apply(List<Planned> items, Context context) {
        Map<String, Planned> following = new HashMap<>();
        items.forEach(item -> following.put(item.key(), item));
        String last = null;
        for (Planned item : items) {
            if (last != null && context.getRemainingTimeInMillis() < Sweep.TIME_FOR_ONE_MILLIS) {
                return last;
            }
            if (following.remove(item.key()) != null) {
                apply(item, following);
            }
            last = item.key();
        }
        return null;
    }

    /// @param following the items that are still to come; those that are dealt with along with this
    ///   one are taken out
    private void apply(Planned item, Map<String, Planned> following) {
        try {
            outcomes(item, following).forEach(outcome -> told(item, outcome, following));
        } catch (PlannedWriter.NotPlannedException e) {
            report.tell(item.rule(), skipped(item, Decision.PLAN_CHANGED, e.getMessage()));
        } catch (RuntimeException e) {
            report.tell(item.rule(), skipped(item, Decision.FAILED, e.toString()));
        }
    }

    private void told(Planned item, Outcome outcome, Map<String, Planned> following) {
        report.tell(item.rule(), outcome);
        following.remove(PlanItem.key(item.rule(), PlanItem.subject(outcome)));
    }

    private List<Outcome> outcomes(Planned item, Map<String, Planned> following) {
        CachingIamReader reader = new CachingIamReader(new SdkIamReader(surroundings.iam()));
        Outcome now = reconcile(item, reader, Mode.OBSERVE, IamWriter.DRY_RUN).getFirst();
        if (now.actions().isEmpty()) {
            return List.of(now.in(Mode.ENFORCE));
        }
        if (!PlanItem.asksFor(item, now) || !PlanItem.isAsPlanned(item, reader)) {
            return List.of(refused(item, now));
        }
        return reconcile(item, reader, Mode.ENFORCE, writer(item, following, reader));
    }

    /// Performs what the item holds, and what the items do that follow it.
    private IamWriter writer(
            Planned item, Map<String, Planned> following, CachingIamReader reader) {
        Map<String, Queue<Action>> others = new HashMap<>();
        IamWriter planned =
                new PlannedWriter(
                        surroundings.writer(Mode.ENFORCE, new SdkIamReader(surroundings.iam())),
                        new ArrayDeque<>(item.actions()),
                        other ->
                                others.computeIfAbsent(
                                        other,
                                        name -> planned(item.rule(), name, following, reader)));
        return action -> {
            try {
                return planned.perform(action);
            } finally {
                reader.forget();
            }
        };
    }

    /// What was planned for a subject that follows the one at hand, if it is still as it was then.
    private static Queue<Action> planned(
            String rule, String other, Map<String, Planned> following, IamReader reader) {
        Planned item = following.get(PlanItem.key(rule, PlanItem.subject(other)));
        return item == null || !PlanItem.isAsPlanned(item, reader)
                ? new ArrayDeque<>()
                : new ArrayDeque<>(item.actions());
    }

    /// The outcome, and those of the subjects that followed it. What was done before an error is
    /// told.
    private List<Outcome> reconcile(
            Planned item, CachingIamReader reader, Mode mode, IamWriter writer) {
        SweepRule rule = rule(item);
        GuardRecordCache baselines = GuardRecordCache.onDemand(store, mode == Mode.OBSERVE);
        SweepContext hands = new SweepContext(mode, reader, writer, baselines, true);
        Task task = rule.task(PlanItem.subject(item.subject()), hands, call);
        Backoff freshly =
                time -> {
                    surroundings.pause().await(time);
                    reader.forget();
                };
        List<Outcome> outcomes = new ArrayList<>();
        try {
            new Reconciler(mode, rule.modeParameter(), freshly)
                    .reconcile(task, report.announcing(rule.name()), outcomes::add);
        } catch (RuntimeException e) {
            if (mode == Mode.ENFORCE) {
                Stream.concat(outcomes.stream(), followed(rule, task))
                        .forEach(each -> report.tell(rule.name(), each));
            }
            throw e;
        }
        followed(rule, task).forEach(outcomes::add);
        return outcomes;
    }

    private static Stream<Outcome> followed(SweepRule rule, Task task) {
        return rule.besides(task).stream().filter(Sweep::hasFollowed);
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
                Decision.PLAN_CHANGED,
                "Planned was: %s. Now it would be: %s%s. Make a new plan"
                        .formatted(
                                PlanItem.described(item.actions()),
                                PlanItem.described(PlanItem.actions(now)),
                                PlanItem.asksFor(item, now)
                                        ? ", for a role or profile that was made again or changed"
                                        : ""));
    }

    private Outcome skipped(Planned item, Decision decision, @Nullable String why) {
        return Outcome.skipped(item.subject(), decision, String.valueOf(why), call.eventId());
    }
}
