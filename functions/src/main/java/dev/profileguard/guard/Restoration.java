package dev.profileguard.guard;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.guard.rule.DriftFindings;
import dev.profileguard.guard.rule.GuardPlan;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Repair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the drifts of a plan back, one after the other, and learns what came of it.
record Restoration(IamReader reader, IamWriter writer, InstantSource clock, Backoff pause) {
    /// A role that was recorded less long ago may be one that IAM does not show everywhere yet.
    private static final Duration YOUNG = Duration.ofMinutes(2);

    /// What came of it.
    ///
    /// @param madeAgain the profile, when it was made again; null: it was not
    /// @param repair to be remembered; null: IAM was not changed at all
    record Restored(
            List<Finding> findings, @Nullable InstanceProfile madeAgain, @Nullable Repair repair) {
        /// What is to be remembered on top of a record.
        GuardRecord on(GuardRecord record) {
            Baseline baseline = record.baseline();
            GuardRecord next =
                    madeAgain == null || baseline == null
                            ? record
                            : record.with(baseline.withProfile(madeAgain.id(), madeAgain.path()));
            return repair == null ? next : next.with(repair);
        }
    }

    /// Performs the plan's repairs.
    Restored restore(Change change, GuardPlan plan, Progress progress) {
        List<Finding> findings = new ArrayList<>();
        Instant lastWrite = null;
        InstanceProfile madeAgain = null;
        for (Drift drift : plan.drifts()) {
            List<PerformedAction> own = perform(drift, plan.next().profile(), progress);
            refuseHastyRoleGone(own, plan.next().baseline());
            boolean wrote = came(own, Effect.DONE);
            lastWrite = wrote ? clock.instant() : lastWrite;
            InstanceProfile after = wrote && drift.isVerified() ? verified(change, own) : null;
            if (!putBackByOthers(own)) {
                findings.add(new DriftFindings(change, own, after).about(drift));
            }
            madeAgain = drift instanceof Drift.ProfileGone ? after : madeAgain;
        }
        Repair repair =
                lastWrite == null
                        ? null
                        : new Repair(lastWrite, change.eventId(), change.described());
        return new Restored(findings, madeAgain, repair);
    }

    private List<PerformedAction> perform(Drift drift, ProfileName profile, Progress progress) {
        List<PerformedAction> own = new ArrayList<>();
        for (Action action : drift.repairs(profile)) {
            PerformedAction done = progress.perform(writer, action);
            own.add(done);
            if (done.effect() == Effect.QUOTA_REACHED) {
                throw new ChangedMeanwhileException(
                        "%s cannot be made again: the account has as many instance profiles as its quota allows"
                                .formatted(profile));
            }
        }
        return own;
    }

    private void refuseHastyRoleGone(List<PerformedAction> own, @Nullable Baseline baseline) {
        Instant young = clock.instant().minus(YOUNG);
        if (came(own, Effect.ROLE_GONE) && baseline != null && baseline.asOf().isAfter(young)) {
            throw new ChangedMeanwhileException(
                    "IAM does not show role %s, which was recorded only at %s"
                            .formatted(baseline.role(), baseline.asOf()));
        }
    }

    /// The profile as it is after the repair, once IAM shows it.
    private InstanceProfile verified(Change change, List<PerformedAction> own) {
        boolean added =
                own.stream()
                        .anyMatch(done ->
                                done.action() instanceof Action.AddRole
                                        && done.effect() != Effect.ROLE_GONE);
        InstanceProfile after = reader.profile(change.profile());
        for (Duration time : Backoff.BETWEEN_LOOKS) {
            if (after != null && (after.role() != null || !added)) {
                return after;
            }
            pause.await(time);
            after = reader.profile(change.profile());
        }
        if (after == null) {
            throw new ChangedMeanwhileException(
                    "IAM does not show %s after it was made again".formatted(change.profile()));
        }
        return after;
    }

    /// An invocation for another event of the same edit was faster, and has reported it.
    private static boolean putBackByOthers(List<PerformedAction> own) {
        return !own.isEmpty() && own.stream().allMatch(done -> done.effect() == Effect.ALREADY);
    }

    private static boolean came(List<PerformedAction> own, Effect effect) {
        return own.stream().anyMatch(done -> done.effect() == effect);
    }
}
