package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a [GuardPlan] is to the reconciler.
///
/// @param change what the plan was made for
/// @param seen the record and the profile as they were read
/// @param now when that was
/// @param before findings about what was settled before this plan
record GuardSteps(Change change, ObservedProfile seen, Instant now, List<Finding> before) {
    /// A role that was recorded less long ago may be one that IAM does not show everywhere yet.
    private static final Duration YOUNG = Duration.ofMinutes(2);

    /// Reads what is remembered of a profile and what IAM shows: two reads. The caller's spelling
    /// counts only for a profile that nobody has seen.
    static Step look(ProfileName name, Function<ObservedProfile, Step> then) {
        return Step.need(
                new Read.OfGuardRecord(name),
                record ->
                        Step.need(
                                new Read.OfProfile(name),
                                found -> then.apply(ObservedProfile.of(record, found))));
    }

    /// The plan's step.
    Step of(GuardPlan plan) {
        return switch (plan) {
            case GuardPlan.LookAgain(String why, GuardRecord next) -> new Step.LookAgain(why);
            case GuardPlan.Remember remember -> remember(remember);
            case GuardPlan.Report report -> report(report);
            case GuardPlan.Repair repair -> repair(repair);
        };
    }

    private Plan remember(GuardPlan.Remember plan) {
        boolean asSaid =
                plan.decision() == GuardDecision.ADOPTED && differs(plan.next(), seen.profile());
        return plan(plan, List.of(), plan.findings(), asSaid ? Coverage.PARTIAL : Coverage.COMPLETE)
                .remembering(new Memory.OfGuard(seen.record(), plan.next()));
    }

    private Plan report(GuardPlan.Report plan) {
        DriftFindings drifts = new DriftFindings(change, List.of(), null);
        List<Finding> findings = plan.drifts().stream().map(drifts::about).toList();
        return plan(plan, List.of(), findings, Coverage.COMPLETE)
                .remembering(new Memory.OfGuard(seen.record(), plan.next()));
    }

    /// What is adopted is what the event says, and no more.
    private static boolean differs(GuardRecord next, @Nullable InstanceProfile profile) {
        Baseline baseline = next.baseline();
        return baseline == null || !Drift.between(profile, baseline).isEmpty();
    }

    private Plan repair(GuardPlan.Repair plan) {
        List<Remediation> remediations =
                plan.drifts().stream().map(each -> remediation(each, plan.next())).toList();
        return plan(plan, remediations, plan.findings(), Coverage.COMPLETE)
                .reacting(performed -> reaction(performed, plan.next().baseline()))
                .unlessDoneByOthers(
                        GuardDecision.NO_DRIFT, change.profile() + " was put back meanwhile")
                .remembering(new Memory.OfGuard(seen.record(), plan.next(), this::afterWrites));
    }

    private Plan plan(
            GuardPlan plan,
            List<Remediation> remediations,
            List<Finding> findings,
            Coverage coverage) {
        List<Finding> all = Stream.concat(before.stream(), findings.stream()).toList();
        return Plan.of(plan.decision(), plan.why(), remediations, all, coverage);
    }

    private Remediation remediation(Drift drift, GuardRecord next) {
        return new Remediation(
                drift.repairs(next.profile()),
                new Report(change, drift),
                drift.isVerified() ? change.profile() : null);
    }

    /// Without the profile nothing can be put back; a role that was recorded only just now may
    /// still show.
    private @Nullable Step reaction(PerformedAction performed, @Nullable Baseline baseline) {
        return switch (performed.effect()) {
            case QUOTA_REACHED ->
                    new Step.LookAgain(
                            "%s cannot be made again: the account has as many instance profiles as its quota allows"
                                    .formatted(change.profile()));
            case ROLE_GONE ->
                    baseline != null && baseline.asOf().isAfter(now.minus(YOUNG))
                            ? new Step.LookAgain(
                                    "IAM does not show role %s, which was recorded only at %s"
                                            .formatted(baseline.role(), baseline.asOf()))
                            : null;
            case DONE, ALREADY, WOULD_DO, TAGS_FULL -> null;
        };
    }

    private GuardRecord afterWrites(GuardRecord record, Memory.Written written) {
        Baseline baseline = record.baseline();
        InstanceProfile made = written.made();
        GuardRecord next =
                made == null || baseline == null
                        ? record
                        : record.with(baseline.withProfile(made.id(), made.path()));
        Instant last = written.last();
        return last == null
                ? next
                : next.with(new Repair(last, change.eventId(), change.described()));
    }

    /// What people are told of one drift.
    private record Report(Change change, Drift drift) implements Remediation.Report {
        @Override
        public List<Finding> of(Remediation.Done done) {
            return isDoneByOthers(done.own())
                    ? List.of()
                    : List.of(new DriftFindings(change, done.own(), done.after()).about(drift));
        }

        @Override
        public List<Finding> expected(List<String> begun) {
            Finding finding = new DriftFindings(change, List.of(), null).about(drift);
            return List.of(begun.isEmpty() ? finding : finding.withDone(begun));
        }

        /// An invocation for another event of the same edit was faster, and has reported it.
        private static boolean isDoneByOthers(List<PerformedAction> own) {
            return !own.isEmpty() && own.stream().allMatch(each -> each.effect() == Effect.ALREADY);
        }
    }
}
