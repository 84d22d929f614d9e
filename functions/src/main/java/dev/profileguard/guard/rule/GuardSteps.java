package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Withheld;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Translates a [GuardPlan] into a step of the reconciler.
///
/// @param change the change that the plan is for
/// @param seen the record and the profile that were read
/// @param now the time of the reads
/// @param adopted changes that were adopted before this plan; null: none
/// @param evidence what the explanation of the drift rests on
/// @param withholding how roles are withheld
record GuardSteps(
        Change change,
        ObservedProfile seen,
        Instant now,
        Memory.@Nullable Adopted adopted,
        Explanation.Evidence evidence,
        Withholding withholding) {
    /// IAM may not show a role yet that was recorded within this time.
    private static final Duration RECENT = Duration.ofMinutes(2);

    /// The same, for a role that is gone.
    GuardSteps withoutAsking() {
        return new GuardSteps(
                change,
                seen,
                now,
                adopted,
                evidence,
                new Withholding(Withholding.Switch.OFF, withholding.mode(), withholding.names()));
    }

    /// The plan's step.
    Step of(GuardPlan plan) {
        return switch (plan) {
            case GuardPlan.LookAgain(String why, GuardRecord next) -> new Step.LookAgain(why);
            case GuardPlan.Remember remember -> remember(remember);
            case GuardPlan.Drifted drifted -> throw new IllegalStateException(drifted.why());
            case GuardPlan.Report report -> report(report);
            case GuardPlan.Repair repair -> repair(repair);
        };
    }

    private Plan remember(GuardPlan.Remember plan) {
        boolean fromEventOnly =
                plan.decision() == GuardDecision.ADOPTED && differs(plan.next(), seen.profile());
        return withoutWrites(
                        plan, plan.findings(), fromEventOnly ? Coverage.PARTIAL : Coverage.COMPLETE)
                .remembering(new Memory.OfGuard(seen.record(), plan.next()));
    }

    /// Associates instances again that have the ID of a deleted profile of this name.
    Plan associate(GuardPlan plan, Reassociation reassociation) {
        if (reassociation.isOver()) {
            return remember(
                    new GuardPlan.Remember(
                            plan.decision(),
                            plan.why(),
                            plan.next().withFormer(List.of()),
                            plan.findings()));
        }
        List<Finding> findings = new ArrayList<>(plan.findings());
        List<Remediation> remediations = reassociation.remediations();
        if (remediations.isEmpty()) {
            findings.add(reassociation.finding(List.of()));
        }
        return Plan.of(
                        GuardDecision.ASSOCIATING,
                        reassociation.why(),
                        remediations,
                        findings,
                        Coverage.COMPLETE)
                .remembering(new Memory.OfGuard(seen.record(), plan.next()));
    }

    private Plan report(GuardPlan.Report plan) {
        List<Finding> findings = new ArrayList<>();
        for (AttributedDrift each : plan.attributed()) {
            findings.add(new Report(change, each).finding(Remediation.Done.NOTHING));
        }
        findings.addAll(plan.findings());
        return withoutWrites(plan, findings, Coverage.COMPLETE)
                .remembering(new Memory.OfGuard(seen.record(), plan.next()));
    }

    /// Whether the profile differs from its baseline after an adoption, which takes only what the
    /// event contains.
    private static boolean differs(GuardRecord next, @Nullable InstanceProfile profile) {
        Baseline baseline = next.baseline();
        return baseline == null || !Drift.between(profile, baseline).isEmpty();
    }

    private Plan repair(GuardPlan.Repair plan) {
        RoleGate gate = withholding.gate(plan, seen, change.profile());
        List<Remediation> remediations =
                plan.attributed().stream().map(each -> remediation(each, gate)).toList();
        Plan repair =
                Plan.of(
                                plan.decision(),
                                plan.why(),
                                remediations,
                                remediations.isEmpty() ? all(plan.findings()) : plan.findings(),
                                Coverage.COMPLETE)
                        .reacting(performed -> reaction(performed, plan.next().baseline()))
                        .remembering(
                                new Memory.OfGuard(
                                        seen.record(),
                                        adopted,
                                        gate == null ? null : marked(gate),
                                        plan.next(),
                                        (record, written) -> afterWrites(record, written, plan)));
        return plan.decision() == GuardDecision.CANARY
                ? repair
                : repair.ifDoneByOthers(
                        GuardDecision.NO_DRIFT,
                        change.profile() + " was already restored by another invocation");
    }

    private Plan withoutWrites(GuardPlan plan, List<Finding> findings, Coverage coverage) {
        return Plan.of(plan.decision(), plan.why(), List.of(), all(findings), coverage);
    }

    private List<Finding> all(List<Finding> findings) {
        List<Finding> before = adopted == null ? List.of() : adopted.findings();
        return Stream.concat(before.stream(), findings.stream()).toList();
    }

    private Remediation remediation(AttributedDrift attributed, @Nullable RoleGate gate) {
        Drift drift = attributed.drift();
        return new Remediation(
                drift.repairs(seen.record().profile()),
                new Report(change, attributed),
                drift.isVerified() ? change.profile() : null,
                gate == null ? Remediation.Gate.OPEN : gate);
    }

    /// The record before the writes: if the function is killed after the role was added, the next
    /// evaluation asks EC2 again.
    private @Nullable GuardRecord marked(RoleGate gate) {
        GuardRecord record = adopted == null ? seen.record() : adopted.record();
        return withholding.isEnforced() ? record.withWithheld(gate.withheld()) : null;
    }

    /// Takes a role out of the profile that must not be in it.
    Plan withdraw(GuardPlan plan, RoleRefusal refusal) {
        List<Action> actions = List.of(refusal.undo());
        GuardRecord marked = seen.record().withWithheld(refusal.withheld());
        Remediation remediation =
                new Remediation(
                        actions,
                        done ->
                                List.of(
                                        WithheldFindings.withheld(
                                                change, refusal, done.described())),
                        null);
        return Plan.of(
                        refusal.verdict().decision(),
                        refusal.verdict().why(),
                        List.of(remediation),
                        List.of(),
                        Coverage.COMPLETE)
                .remembering(
                        new Memory.OfGuard(
                                seen.record(),
                                null,
                                withholding.isEnforced() ? marked : null,
                                plan.next()
                                        .withWithheld(
                                                withholding.isEnforced()
                                                        ? refusal.withheld()
                                                        : seen.record().withheld()),
                                (record, written) -> record));
    }

    /// Retries if the profile cannot be created because of the quota, or if a recently recorded
    /// role is not visible yet.
    private @Nullable Step reaction(PerformedAction performed, @Nullable Baseline baseline) {
        return switch (performed.effect()) {
            case QUOTA_REACHED ->
                    new Step.LookAgain(
                            "%s cannot be created again: the account has reached its quota of instance profiles"
                                    .formatted(change.profile()));
            case ROLE_GONE ->
                    baseline != null && baseline.asOf().isAfter(now.minus(RECENT))
                            ? new Step.LookAgain(
                                    "IAM does not show role %s yet, which was recorded at %s"
                                            .formatted(baseline.role(), baseline.asOf()))
                            : null;
            case DONE, ALREADY, WOULD_DO, TAGS_FULL, REJECTED -> null;
        };
    }

    private GuardRecord afterWrites(
            GuardRecord record, Memory.Written written, GuardPlan.Repair plan) {
        Baseline baseline = record.baseline();
        InstanceProfile created = written.created();
        GuardRecord next =
                created == null || baseline == null
                        ? record
                        : record.replaced(baseline.profileId(), now)
                                .with(baseline.withProfile(created.id(), created.path()));
        RoleRefusal refusal = written.refusal() instanceof RoleRefusal refused ? refused : null;
        if (withholding.isEnforced()) {
            next = next.withWithheld(refusal == null ? null : refusal.withheld());
        }
        Instant last = written.last();
        if (last == null) {
            return keepingOverdue(next, plan);
        }
        GuardRecord repaired = next.with(repair(last, plan, refusal));
        boolean isUnverified =
                evidence == Explanation.Evidence.EVENT && plan.decision() != GuardDecision.CANARY;
        return isUnverified ? repaired.withUnverified(last) : repaired;
    }

    /// Drift whose grace period is over and that was not repaired gets no new grace period.
    private GuardRecord keepingOverdue(GuardRecord next, GuardPlan.Repair plan) {
        GuardRecord.Unexplained before = seen.record().unexplained();
        boolean overdue =
                plan.attributed().stream()
                        .anyMatch(each ->
                                each.cause() instanceof Cause.By(Change by)
                                        && by.isFound()
                                        && each.drift().isRepairable(seen.record().profile()));
        return before != null && next.unexplained() == null && overdue ? next.with(before) : next;
    }

    private static Repair repair(Instant at, GuardPlan.Repair plan, @Nullable RoleRefusal refusal) {
        List<Cause> causes =
                plan.attributed().stream().map(AttributedDrift::cause).distinct().toList();
        Set<Repair.Aspect> aspects = EnumSet.noneOf(Repair.Aspect.class);
        plan.drifts().forEach(drift -> aspects.addAll(drift.restores()));
        return new Repair(
                at,
                causes.getFirst().eventId(),
                causes.stream().map(Cause::described).collect(Collectors.joining("; ")),
                aspects,
                aspects.contains(Repair.Aspect.ROLE)
                        ? refusal == null ? roleIn(plan.next()) : ""
                        : null);
    }

    /// The name of the recorded role; empty: none.
    private static String roleIn(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null || baseline.role() == null ? "" : baseline.role().name().value();
    }

    /// The report about one drift.
    ///
    /// @param occasion the event or the sweep because of which the profile was read
    private record Report(Change occasion, AttributedDrift attributed)
            implements Remediation.Report {
        @Override
        public List<Finding> of(Remediation.Done done) {
            if (attributed.cause() instanceof Cause.ByCanary) {
                return List.of();
            }
            if (done.refusal() instanceof RoleRefusal refusal) {
                return List.of(WithheldFindings.withheld(occasion, refusal, described(done)));
            }
            return isDoneByOthers(done.own()) ? List.of() : List.of(finding(done));
        }

        private static List<String> described(Remediation.Done done) {
            return done.own().stream().map(PerformedAction::described).toList();
        }

        private Finding finding(Remediation.Done done) {
            Drift drift = attributed.drift();
            return switch (attributed.cause()) {
                case Cause.By(Change by) ->
                        new DriftFindings(by, done.own(), done.after()).about(drift);
                case Cause.ByCanary(Change by) ->
                        new DriftFindings(by, done.own(), done.after()).about(drift);
                case Cause.Remembered(Withheld withheld) ->
                        WithheldFindings.restored(occasion, withheld, described(done));
                case Cause.OwnRepair(Baseline valid) -> {
                    DriftFindings findings =
                            new DriftFindings(occasion.unattributed(), done.own(), done.after());
                    yield findings.isRestored(drift)
                            ? GuardFindings.trustedChangeReverted(occasion, valid, done.own())
                            : findings.about(drift);
                }
            };
        }

        @Override
        public List<Finding> ofPart(Remediation.Done done) {
            return of(done);
        }

        @Override
        public List<Finding> expected(List<String> started) {
            if (attributed.cause() instanceof Cause.ByCanary) {
                return List.of();
            }
            Finding finding = finding(Remediation.Done.NOTHING);
            return List.of(started.isEmpty() ? finding : finding.withDone(started));
        }

        /// Whether another invocation, for another event of the same edit, made and reported the
        /// repair.
        private static boolean isDoneByOthers(List<PerformedAction> own) {
            return !own.isEmpty() && own.stream().allMatch(each -> each.effect() == Effect.ALREADY);
        }
    }
}
