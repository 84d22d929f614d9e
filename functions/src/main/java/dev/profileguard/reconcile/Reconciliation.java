package dev.profileguard.reconcile;

import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of the [Reconciler] over some tasks. It has the only retry loop. All tasks wait
/// together, so that twenty tasks wait no longer than one.
///
/// Not thread-safe.
final class Reconciliation {
    private final Reconciler reconciler;
    private final IntentLog intents;
    private final WaitingBudget waits;
    private final AttemptReads reads;
    private final Set<Task> requested = new LinkedHashSet<>();
    private final Map<Task, Progress> progress = new LinkedHashMap<>();
    private final Map<Task, Outcome> settled = new LinkedHashMap<>();
    private final Map<Task, RuntimeException> failures = new LinkedHashMap<>();

    Reconciliation(Reconciler reconciler, IntentLog intents) {
        this.reconciler = reconciler;
        this.intents = intents;
        Backoff backoff = reconciler.ports().backoff();
        this.waits = new WaitingBudget(backoff, WaitingBudget.MOST);
        this.reads =
                new AttemptReads(
                        reconciler.ports().waitingWith(waits),
                        new WaitingBudget(backoff, WaitingBudget.MOST_FOR_LOOKUPS));
    }

    /// Attempts each task until it has an outcome or fails, at most four times.
    void settle(List<? extends Task> tasks) {
        requested.addAll(tasks);
        List<Task> open = attempt(requested);
        for (Duration time : Backoff.RETRY_DELAYS) {
            if (!open.isEmpty() && waits.allows(time)) {
                open.forEach(task -> reads.ports().staleness().outdated(task.subject()));
                waits.await(time);
                reads.clear();
                open = attempt(open);
            }
        }
        if (!failures.isEmpty()) {
            failures.keySet().removeIf(this::isReplaced);
            failures.forEach((task, failure) -> progress(task).endWith(failure));
            failures.keySet().removeIf(this::isReportedAsRefused);
        }
    }

    /// Whether IAM refused a write of the task, and findings say so. A retry would not help.
    private boolean isReportedAsRefused(Task task) {
        if (!(failures.get(task) instanceof IamWriter.RefusedException refusal)) {
            return false;
        }
        Outcome outcome = progress(task).refused(refusal);
        if (outcome != null) {
            settled.put(task, outcome);
        }
        return outcome != null;
    }

    /// Whether a later attempt settled another task for the same subject: what a task requires
    /// first depends on what was read.
    private boolean isReplaced(Task failed) {
        return !requested.contains(failed)
                && settled.keySet().stream()
                        .anyMatch(each -> each.subject().equals(failed.subject()));
    }

    /// The outcomes of the requested tasks, then of the tasks that they required first. A failed
    /// task has one only if it has findings.
    List<Outcome> outcomes() {
        Set<Task> all = new LinkedHashSet<>(requested);
        all.addAll(progress.keySet());
        all.addAll(settled.keySet());
        List<Outcome> outcomes = new ArrayList<>();
        for (Task task : all) {
            add(outcomes, task);
        }
        return outcomes;
    }

    /// Throws the first failure; the others are suppressed in it, those of tasks that had to come
    /// first among them.
    void throwFailures() {
        if (failures.isEmpty()) {
            return;
        }
        Set<RuntimeException> all = new LinkedHashSet<>();
        requested.stream().map(failures::get).flatMap(Stream::ofNullable).forEach(all::add);
        if (!all.isEmpty()) {
            RuntimeException first = all.iterator().next();
            all.addAll(failures.values());
            all.stream().filter(each -> !each.equals(first)).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void add(List<Outcome> outcomes, Task task) {
        Outcome outcome = settled.get(task);
        RuntimeException failure = failures.get(task);
        if (outcome != null) {
            outcomes.add(explained(task, outcome));
        } else if (failure != null && !progress(task).findings().isEmpty()) {
            outcomes.add(explained(task, progress(task).interrupted(failure)));
        }
    }

    private Outcome explained(Task task, Outcome outcome) {
        return outcome instanceof Outcome.Reconciled done && !done.findings().isEmpty()
                ? done.with(task.explained(done.findings(), reads))
                : outcome;
    }

    /// Attempts each task once.
    ///
    /// @return the tasks to retry
    private List<Task> attempt(Iterable<Task> tasks) {
        List<Task> again = new ArrayList<>();
        for (Task task : tasks) {
            RuntimeException failure = attempt(task);
            if (failure != null && isRetryable(failure)) {
                again.add(task);
            }
        }
        return again;
    }

    private static boolean isRetryable(RuntimeException failure) {
        return failure instanceof ChangedMeanwhileException;
    }

    /// Attempts a task once, unless it has an outcome, or a failure that a retry cannot change.
    ///
    /// @return the error; null: the task has an outcome
    private @Nullable RuntimeException attempt(Task task) {
        RuntimeException before = failures.get(task);
        if (settled.containsKey(task) || (before != null && !isRetryable(before))) {
            return before;
        }
        try {
            settled.put(task, outcome(task));
            failures.remove(task);
            return null;
        } catch (UnreadableRecordException e) {
            RuntimeException failure = e.whileHandling(task.subject(), task.eventId());
            failures.put(task, failure);
            return failure;
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
        return follow(task, progress(task));
    }

    /// Makes the reads that the rule needs until it returns a plan, then carries out the plan. If
    /// writes are paused, the rule begins again as in mode observe.
    private Outcome follow(Task task, Progress own) {
        Step step = task.begin(own.attempt());
        while (true) {
            switch (step) {
                case Step.Need<?> need -> step = need.answered(reads);
                case Step.LookAgain(String why) -> throw new ChangedMeanwhileException(why);
                case Plan plan -> {
                    attemptPrerequisites(plan.prerequisites());
                    if (!plan.actions().isEmpty() && isPausedNow(own)) {
                        step = task.begin(own.attempt());
                        continue;
                    }
                    PlanExecution execution = new PlanExecution(plan, reads, own);
                    Step instead = execution.run();
                    if (instead == null) {
                        return execution.outcome();
                    }
                    step = instead;
                }
            }
        }
    }

    private boolean isPausedNow(Progress own) {
        Ports ports = reads.ports();
        return own.isPausedNow(ports.pauses(), ports.clock().instant());
    }

    /// Attempts all of these tasks, even if one fails. Then throws a failure, since the plan needs
    /// all of them: a retryable one if there is one.
    private void attemptPrerequisites(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        List<RuntimeException> all =
                tasks.stream().map(this::attempt).flatMap(Stream::ofNullable).toList();
        RuntimeException failure =
                all.stream()
                        .filter(Reconciliation::isRetryable)
                        .findFirst()
                        .orElse(all.isEmpty() ? null : all.getFirst());
        if (failure != null) {
            throw failure;
        }
    }

    private Progress progress(Task task) {
        Progress known = progress.get(task);
        if (known == null) {
            known = new Progress(task, reconciler.mode(), intents);
            progress.put(task, known);
        }
        return known;
    }

    private static Outcome skipped(Task task, Decision decision, String why) {
        return new Outcome.Skipped(task.subject(), decision, why, task.eventId());
    }
}
