package dev.profileguard.reconcile;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of the [Reconciler] over some tasks: the only loop that attempts anything again. All
/// tasks wait together, so that a run waits no longer for twenty of them than for one.
///
/// Not for several threads at a time.
final class Reconciliation {
    private final Reconciler reconciler;
    private final IntentLog intents;
    private final WaitingBudget waits;
    private final AttemptReads reads;
    private final Set<Task> asked = new LinkedHashSet<>();
    private final Map<Task, Progress> progress = new LinkedHashMap<>();
    private final Map<Task, Outcome> settled = new LinkedHashMap<>();
    private final Map<Task, RuntimeException> failures = new LinkedHashMap<>();

    Reconciliation(Reconciler reconciler, IntentLog intents) {
        this.reconciler = reconciler;
        this.intents = intents;
        this.waits = new WaitingBudget(reconciler.ports().backoff());
        this.reads = new AttemptReads(reconciler.ports().waitingWith(waits));
    }

    /// Attempts every task until it is settled or fails, at most four times.
    void settle(List<? extends Task> tasks) {
        asked.addAll(tasks);
        List<Task> open = attempt(asked);
        for (Duration time : Backoff.BETWEEN_LOOKS) {
            if (!open.isEmpty() && waits.allows(time)) {
                open.forEach(task -> reads.ports().staleness().outdated(task.subject()));
                waits.await(time);
                reads.begin();
                open = attempt(open);
            }
        }
        failures.forEach((task, failure) -> progress(task).withdrawAfter(failure));
    }

    /// Those that were asked for, then those that came first; with what was done about the ones
    /// that failed.
    List<Outcome> outcomes() {
        Map<Task, Outcome> all = new LinkedHashMap<>();
        asked.forEach(task -> add(all, task));
        progress.keySet().forEach(task -> add(all, task));
        settled.keySet().forEach(task -> add(all, task));
        return List.copyOf(all.values());
    }

    /// Throws the first failure; the others are suppressed in it, those of tasks that had to come
    /// first among them.
    void throwFailures() {
        Set<RuntimeException> all = new LinkedHashSet<>();
        asked.stream().map(failures::get).flatMap(Stream::ofNullable).forEach(all::add);
        if (!all.isEmpty()) {
            RuntimeException first = all.iterator().next();
            all.addAll(failures.values());
            all.stream().filter(each -> !each.equals(first)).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void add(Map<Task, Outcome> all, Task task) {
        Outcome outcome = settled.get(task);
        RuntimeException failure = failures.get(task);
        if (outcome != null) {
            all.put(task, outcome);
        } else if (failure != null && !progress(task).findings().isEmpty()) {
            all.put(task, progress(task).cutShort(failure));
        }
    }

    /// Attempts some tasks once.
    ///
    /// @return those to attempt again
    private List<Task> attempt(Iterable<Task> tasks) {
        List<Task> again = new ArrayList<>();
        for (Task task : tasks) {
            RuntimeException failure = attempt(task);
            if (failure != null && isToBeAttemptedAgain(failure)) {
                again.add(task);
            }
        }
        return again;
    }

    private static boolean isToBeAttemptedAgain(RuntimeException failure) {
        return failure instanceof ChangedMeanwhileException;
    }

    /// Attempts a task once, unless it is settled already, or failed for another reason than that
    /// something moved meanwhile.
    ///
    /// @return why it is not settled; null: it is
    private @Nullable RuntimeException attempt(Task task) {
        RuntimeException before = failures.get(task);
        if (settled.containsKey(task) || (before != null && !isToBeAttemptedAgain(before))) {
            return before;
        }
        try {
            settled.put(task, outcome(task));
            failures.remove(task);
            return null;
        } catch (RuntimeException e) {
            failures.put(task, e);
            return e;
        }
    }

    private Outcome outcome(Task task) {
        if (reconciler.mode() == Mode.OFF) {
            return skipped(task, Decision.Common.OFF, reconciler.modeParameter() + " is off");
        }
        String untouchable = task.untouchable();
        if (untouchable != null) {
            return skipped(task, Decision.Common.NEVER_TOUCHED, untouchable);
        }
        Progress own = progress(task);
        return follow(task.begin(own.attempt()), own);
    }

    /// The hops: reads for the rule until it has a plan, then carries the plan out.
    private Outcome follow(Step first, Progress own) {
        Step step = first;
        while (true) {
            switch (step) {
                case Step.Need<?> need -> step = need.answered(reads);
                case Step.LookAgain(String why) -> throw new ChangedMeanwhileException(why);
                case Plan plan -> {
                    settleFirst(plan.first());
                    PlanExecution execution =
                            new PlanExecution(plan, reconciler.mode(), reads, own);
                    Step instead = execution.run();
                    if (instead == null) {
                        return execution.outcome();
                    }
                    step = instead;
                }
            }
        }
    }

    /// One that fails does not keep the others from their turn, yet what rests on them has to wait.
    /// As long as one of them is to be attempted again, so is what rests on them.
    private void settleFirst(List<Task> tasks) {
        List<RuntimeException> all =
                tasks.stream().map(this::attempt).flatMap(Stream::ofNullable).toList();
        RuntimeException failure =
                all.stream()
                        .filter(Reconciliation::isToBeAttemptedAgain)
                        .findFirst()
                        .orElse(all.isEmpty() ? null : all.getFirst());
        if (failure != null) {
            throw failure;
        }
    }

    private Progress progress(Task task) {
        return progress.computeIfAbsent(task, it -> new Progress(it, reconciler.mode(), intents));
    }

    private static Outcome skipped(Task task, Decision decision, String why) {
        return new Outcome.Skipped(task.subject(), decision, why, task.eventId());
    }
}
