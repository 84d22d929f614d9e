package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.Pauses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// The actions and findings of one task, over all its attempts.
///
/// Not thread-safe.
final class Progress {
    private final Task task;
    private final Mode mode;
    private final IntentLog intents;
    private final List<PerformedAction> performed = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> logged = new ArrayList<>();
    private Task.Writes writes = Task.Writes.NONE;

    private Instant looked = Instant.EPOCH;

    /// Why nothing is written any more; null: writes are not paused.
    private @Nullable Pause pause;

    Progress(Task task, Mode mode, IntentLog intents) {
        this.task = task;
        this.mode = mode;
        this.intents = intents;
    }

    Task.Attempt attempt() {
        return new Task.Attempt(mode(), writes);
    }

    /// The mode in which the task runs: once paused, it only reports.
    Mode mode() {
        return pause == null ? mode : Mode.OBSERVE;
    }

    /// Looks whether writes are paused, if the task may write. What was read with a record shortly
    /// before counts too.
    ///
    /// @return whether it learns now that they are; from then on, it writes nothing
    boolean isPausedNow(Pauses pauses, Instant now) {
        if (mode() != Mode.ENFORCE) {
            return false;
        }
        Pauses.Look look = pauses.recent(now);
        looked = look.at();
        pause = look.pause();
        return pause != null;
    }

    /// When it was last read whether writes are paused.
    Instant looked() {
        return looked;
    }

    /// The writer, or one that only reports while writes are paused.
    IamWriter writer(IamWriter writer) {
        Pause current = pause;
        return current == null
                ? writer
                : action -> new PerformedAction(action, Effect.WOULD_DO, null, current.described());
    }

    List<PerformedAction> performed() {
        return performed;
    }

    List<Finding> findings() {
        return findings;
    }

    /// Stores the plan's intents in the ledger, each finding once.
    void logIntents(Plan plan) {
        if (mode() != Mode.ENFORCE || plan.actions().isEmpty()) {
            return;
        }
        List<Finding> news = new ArrayList<>(plan.intents());
        news.removeAll(logged);
        if (!news.isEmpty()) {
            logged.addAll(news);
            intents.record(task.subject(), news);
        }
    }

    /// Records that an attempt starts a write.
    void markTried() {
        writes = Task.Writes.TRIED;
    }

    /// Adds a performed action. The outcome contains it even if a later action fails.
    void add(PerformedAction done) {
        performed.add(done);
    }

    /// Adds findings. The outcome contains them even if a later action fails. A finding of an
    /// earlier attempt is not added again.
    void add(List<Finding> more) {
        for (Finding each : more) {
            if (!findings.contains(each)) {
                findings.add(each);
            }
        }
    }

    /// The outcome with all actions and findings so far.
    Outcome outcome(Decision decision, String why, Coverage coverage) {
        return outcome(decision, why, coverage, Map.of());
    }

    /// The same with more values for people.
    Outcome outcome(Decision decision, String why, Coverage coverage, Map<String, Object> facts) {
        return new Outcome.Reconciled(
                task.subject(),
                decision,
                pause == null ? why : why + ". " + pause.sentence(),
                performed,
                findings,
                mode(),
                task.eventId(),
                coverage,
                logged.isEmpty() ? Outcome.Intents.NONE : Outcome.Intents.LOGGED,
                facts);
    }

    /// The outcome of a task of which IAM refused a write; null: the task has no findings about it.
    @Nullable Outcome refused(IamWriter.RefusedException refusal) {
        List<String> done = new ArrayList<>();
        performed.forEach(each -> done.add(each.described()));
        done.add("nothing more: IAM refused the next step");
        List<Finding> about = task.refused(refusal, done);
        if (about.isEmpty()) {
            return null;
        }
        String why = String.valueOf(refusal.getMessage());
        if (findings.stream().noneMatch(each -> each.cause().contains(why))) {
            add(about);
        }
        return outcome(Decision.Common.FAILED, why, Coverage.PARTIAL);
    }

    /// The outcome of a task that an error ended after some of its actions.
    Outcome interrupted(RuntimeException end) {
        String why = "Partly done; a later step failed: " + end.getMessage();
        return outcome(task.decisionAfterError(), why, Coverage.PARTIAL);
    }

    /// Adds the findings about what an error after all attempts left half done. Deletes the intents
    /// from the ledger if nothing was written before this error, and no outcome reports them.
    void endWith(RuntimeException end) {
        add(task.unfinished(performed, end));
        if (!logged.isEmpty() && findings.isEmpty() && wroteNothing(end)) {
            intents.withdraw(task.subject());
        }
    }

    /// After a timeout or an HTTP status of 500 or more, the write may have succeeded.
    private boolean wroteNothing(RuntimeException end) {
        boolean unknown =
                end instanceof SdkClientException
                        || (end instanceof SdkServiceException error && error.statusCode() >= 500);
        return !unknown && performed.stream().noneMatch(each -> each.effect() == Effect.DONE);
    }
}
