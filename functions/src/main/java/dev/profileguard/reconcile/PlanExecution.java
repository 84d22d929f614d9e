package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Remediation.Gate.Moment;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.failure.FailureBurst;
import dev.profileguard.state.pause.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries out one plan: stores its intents, performs its actions in order, collects its findings,
/// and stores its records.
///
/// Not thread-safe.
final class PlanExecution {
    private final Plan plan;
    private final AttemptReads reads;
    private final Ports ports;
    private final Progress progress;
    private @Nullable Instant lastWrite;
    private @Nullable InstanceProfile created;
    private Remediation.@Nullable Refusal refusal;

    /// The record that this plan has stored before its writes; null: it has stored none.
    private @Nullable GuardRecord stored;

    PlanExecution(Plan plan, AttemptReads reads, Progress progress) {
        this.plan = plan;
        this.reads = reads;
        this.ports = reads.ports();
        this.progress = progress;
    }

    /// Carries the plan out.
    ///
    /// @return the step that replaces the plan; null: the plan is complete
    /// @throws ChangedMeanwhileException when something changed after it was read
    @Nullable Step run() {
        if (plan.remediations().isEmpty()) {
            storeAfter();
            progress.add(withEarlierActions(plan.additional()));
            return null;
        }
        storeBefore();
        progress.logIntents(plan);
        for (Remediation remediation : plan.remediations()) {
            lookForPause();
            Step instead = perform(remediation);
            if (instead != null) {
                return instead;
            }
        }
        progress.add(plan.additional());
        storeAfter();
        return null;
    }

    /// A pause may begin during a long plan. It is looked for between remediations only: half of
    /// one, such as a profile whose role is removed and not added again, is worse than all of it.
    private void lookForPause() {
        Instant now = ports.clock().instant();
        if (!now.isBefore(progress.looked().plus(Pauses.COUNTS))) {
            progress.isPausedNow(ports.pauses(), now);
        }
    }

    /// The outcome of a complete plan.
    Outcome outcome() {
        if (refusal != null) {
            Plan.Verdict verdict = refusal.verdict();
            return progress.outcome(
                    verdict.decision(), verdict.why(), plan.coverage(), plan.facts());
        }
        Plan.Verdict doneByOthers = plan.doneByOthers();
        return doneByOthers != null && progress.findings().isEmpty()
                ? progress.outcome(
                        doneByOthers.decision(), doneByOthers.why(), plan.coverage(), plan.facts())
                : progress.outcome(plan.decision(), plan.why(), plan.coverage(), plan.facts());
    }

    private @Nullable Step perform(Remediation remediation) {
        List<PerformedAction> own = new ArrayList<>();
        Remediation.Refusal refused = null;
        try {
            for (Action action : remediation.actions()) {
                refused = refused(remediation, action, Moment.BEFORE);
                if (refused != null) {
                    break;
                }
                PerformedAction performed = perform(action);
                own.add(performed);
                if (performed.effect() == Effect.DONE) {
                    refused = refused(remediation, action, Moment.AFTER);
                }
                if (refused != null) {
                    undo(refused, own);
                    break;
                }
                Step instead = plan.reaction().to(performed);
                if (instead != null) {
                    progress.add(partialFindings(remediation, own.subList(0, own.size() - 1)));
                    return instead;
                }
            }
        } catch (RuntimeException e) {
            progress.add(partialFindings(remediation, own));
            throw e;
        }
        refusal = refused == null ? refusal : refused;
        report(remediation, own, refused);
        return null;
    }

    private void undo(Remediation.Refusal refused, List<PerformedAction> own) {
        Action undo = refused.undo();
        if (undo != null) {
            own.add(perform(undo));
        }
    }

    private Remediation.@Nullable Refusal refused(
            Remediation remediation, Action action, Moment moment) {
        return remediation.gate().refuses(action, moment, reads);
    }

    private List<Finding> partialFindings(Remediation remediation, List<PerformedAction> own) {
        return own.isEmpty() ? List.of() : remediation.report().ofPart(done(own, null, null));
    }

    private PerformedAction perform(Action action) {
        progress.markTried();
        try {
            PerformedAction performed = progress.writer(ports.writer()).perform(action);
            progress.add(performed);
            storeCreated(performed);
            return performed;
        } finally {
            reads.forget(action);
        }
    }

    private void report(
            Remediation remediation,
            List<PerformedAction> own,
            Remediation.@Nullable Refusal refused) {
        boolean wrote = own.stream().anyMatch(each -> each.effect() == Effect.DONE);
        ProfileName shows = remediation.shows();
        lastWrite = wrote ? ports.clock().instant() : lastWrite;
        InstanceProfile after =
                wrote && shows != null ? readAfterWrites(shows, own, refused) : null;
        created = own.stream().anyMatch(PlanExecution::isCreation) ? after : created;
        progress.add(remediation.report().of(done(own, after, refused)));
    }

    private Remediation.Done done(
            List<PerformedAction> own,
            @Nullable InstanceProfile after,
            Remediation.@Nullable Refusal refused) {
        return new Remediation.Done(own, progress.performed(), after, refused);
    }

    private static boolean isCreation(PerformedAction performed) {
        return performed.action() instanceof Action.CreateProfile;
    }

    /// Reads the profile until IAM shows what was written.
    private InstanceProfile readAfterWrites(
            ProfileName name, List<PerformedAction> own, Remediation.@Nullable Refusal refused) {
        boolean added =
                refused == null
                        && own.stream()
                                .anyMatch(each ->
                                        each.action() instanceof Action.AddRole
                                                && each.effect() != Effect.ROLE_GONE);
        InstanceProfile after = ports.reader().profile(name);
        for (Duration time : Backoff.RETRY_DELAYS) {
            if (after != null && (after.role() != null || !added)) {
                return after;
            }
            ports.backoff().await(time);
            after = ports.reader().profile(name);
        }
        if (after == null) {
            throw new ChangedMeanwhileException(
                    "IAM does not show %s after it was created again".formatted(name));
        }
        return after;
    }

    /// A finding without actions of its own says what earlier attempts did.
    private List<Finding> withEarlierActions(List<Finding> findings) {
        return plan.memory() instanceof Memory.OfGuard
                ? findings
                : Finding.withDone(findings, done(List.of(), null, null).described());
    }

    private void storeBefore() {
        boolean writes = progress.mode() == Mode.ENFORCE && !plan.actions().isEmpty();
        if (plan.memory() instanceof Memory.OfGuard memory) {
            storeBefore(memory, writes);
        }
        if (writes && plan.memory() instanceof Memory.BeforeWriting(var entries)) {
            entries.forEach(ports::store);
        }
    }

    private void storeCreated(PerformedAction performed) {
        if (plan.memory() instanceof Memory.BeforeWriting memory) {
            Memory.Entry.OfProvenance entry = memory.after(performed);
            if (entry != null) {
                ports.store(entry);
            }
        }
    }

    private void storeBefore(Memory.OfGuard memory, boolean writes) {
        Memory.Adopted adopted = memory.adopted();
        GuardRecord before = writes ? memory.beforeWriting() : null;
        if (before == null && adopted != null) {
            before = adopted.record();
        }
        if (before != null && !before.equals(memory.read())) {
            ports.guard().save(before);
            stored = before.nextVersion();
        }
        if (adopted != null) {
            progress.add(adopted.findings());
        }
    }

    /// If another invocation recorded another role during the repair, the profile must be
    /// reconciled again. ProfileGuard's own writes lead to no event that would do it.
    private void storeAfter() {
        if (plan.memory() instanceof Memory.OfFailures(FailureBurst read, FailureBurst next)
                && !next.equals(read)) {
            ports.failures().save(next);
        }
        if (!(plan.memory() instanceof Memory.OfGuard memory)) {
            return;
        }
        Memory.Written written = new Memory.Written(lastWrite, created, refusal);
        try {
            GuardRecord next = stored == null ? memory.next() : memory.next().nextVersion();
            save(
                    stored == null ? memory.read() : stored,
                    memory.afterWrites().apply(next, written));
        } catch (ChangedMeanwhileException e) {
            if (plan.remediations().isEmpty()) {
                throw e;
            }
            GuardRecord newer = ports.guard().load(memory.read().profile());
            save(newer, memory.afterWrites().apply(newer, written));
            if (!Objects.equals(role(newer), role(memory.next()))) {
                throw e;
            }
        }
    }

    private void save(GuardRecord read, GuardRecord next) {
        if (!next.equals(read)) {
            ports.guard().save(next);
        }
    }

    private static Baseline.@Nullable RecordedRole role(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null ? null : baseline.role();
    }
}
