package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// What was done about one task, by every attempt so far.
///
/// Not for several threads at a time.
final class Progress {
    private final Task task;
    private final Mode mode;
    private final IntentLog intents;
    private final List<PerformedAction> performed = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> announced = new ArrayList<>();
    private Task.Writes writes = Task.Writes.NONE;

    Progress(Task task, Mode mode, IntentLog intents) {
        this.task = task;
        this.mode = mode;
        this.intents = intents;
    }

    Task.Attempt attempt() {
        return new Task.Attempt(mode, writes);
    }

    List<PerformedAction> performed() {
        return performed;
    }

    List<Finding> findings() {
        return findings;
    }

    /// Writes to the ledger what is about to be done, each finding once.
    void announce(Plan plan) {
        List<Finding> news =
                plan.announcement().stream().filter(each -> !announced.contains(each)).toList();
        if (mode == Mode.ENFORCE && !plan.actions().isEmpty() && !news.isEmpty()) {
            announced.addAll(news);
            intents.record(task.subject(), news);
        }
    }

    /// An action is about to be tried.
    void trying() {
        writes = Task.Writes.TRIED;
    }

    /// Adds what was done; the outcome has it even if a later action fails.
    void add(PerformedAction done) {
        performed.add(done);
    }

    /// Adds findings about what was done; the outcome has them even if a later action fails. What
    /// an earlier attempt found is not added again.
    void add(List<Finding> more) {
        more.stream().filter(each -> !findings.contains(each)).forEach(findings::add);
    }

    /// The outcome with all that was done and found so far.
    Outcome outcome(Decision decision, String why, Coverage coverage) {
        return new Outcome.Reconciled(
                task.subject(),
                decision,
                why,
                performed,
                findings,
                mode,
                task.eventId(),
                coverage,
                announced.isEmpty() ? Outcome.Intents.NONE : Outcome.Intents.LOGGED);
    }

    /// The outcome of a task that an error ended half way.
    Outcome cutShort(RuntimeException end) {
        String why = "Done in part; what came after it failed: " + end.getMessage();
        return outcome(task.whenCutShort(), why, Coverage.PARTIAL);
    }

    /// Takes the announcement back where nothing was written before this error ended the task, and
    /// no outcome takes its place.
    void withdrawAfter(RuntimeException end) {
        if (!announced.isEmpty() && findings.isEmpty() && wroteNothing(end)) {
            intents.withdraw(task.subject());
        }
    }

    /// After a timeout, or an error of AWS's own, nobody knows.
    private boolean wroteNothing(RuntimeException end) {
        boolean unknown =
                end instanceof SdkClientException
                        || (end instanceof SdkServiceException error && error.statusCode() >= 500);
        return !unknown && performed.stream().noneMatch(each -> each.effect() == Effect.DONE);
    }
}
