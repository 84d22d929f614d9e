package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardDecision.INCOMPLETE;
import static dev.profileguard.guard.rule.GuardDecision.NOT_GUARDED;
import static dev.profileguard.guard.rule.GuardDecision.NO_DRIFT;
import static dev.profileguard.reconcile.Decision.Common.NEVER_TOUCHED;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Breaker;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rule of ProfileGuard: a guarded profile must match its baseline. Only a trusted principal,
/// or anybody during a release, can change the baseline.
///
/// @param guarded the profiles that are guarded
/// @param exempt the profiles that are never touched, even if they are guarded
/// @param trusted the principals whose changes become the baseline
public record Guard(
        GuardedProfiles guarded, Exemptions exempt, TrustedPrincipals trusted, Breaker breaker) {
    /// Why a profile of this name is never touched; null: it can be.
    public @Nullable String untouchable(ProfileName name) {
        return exempt.ofProfile(name);
    }

    /// Decides about a change, on what was read after it.
    GuardPlan decide(Change change, ObservedProfile seen, Instant now) {
        GuardRecord record = seen.record();
        InstanceProfile profile = seen.profile();
        if (!guards(change.profile(), seen)) {
            return GuardPlan.remember(
                    NOT_GUARDED,
                    "%s is not guarded by a pattern, a tag or a baseline"
                            .formatted(change.profile()),
                    record);
        }
        Baseline baseline = record.baseline();
        if (baseline == null && Exemptions.isServiceOwned(profile)) {
            return GuardPlan.remember(
                    NEVER_TOUCHED,
                    "%s belongs to a service, by its path, tags or role"
                            .formatted(change.profile()),
                    record);
        }
        if (isTooEarly(change, seen, now)) {
            return new GuardPlan.LookAgain(
                    "IAM does not show yet that %s".formatted(change.described()), record);
        }
        return baseline == null ? firstRecord(change, seen) : compare(change, seen, baseline, now);
    }

    /// Whether a pattern, the tag or a baseline guards the profile.
    public boolean guards(ProfileName name, ObservedProfile seen) {
        return guarded.include(name, seen.record(), seen.profile());
    }

    /// Whether IAM or the record may not show a recent change yet, so that nothing can be decided.
    private boolean isTooEarly(Change change, ObservedProfile seen, Instant now) {
        return EventualConsistency.mayHide(change.time(), now)
                && !seen.record().repairedSince(change.time())
                && (isNotShownYet(change, seen) || isNotRecordedYet(change, seen));
    }

    /// Whether IAM still shows the state before the change. An allowed addition does not have to be
    /// visible: its event contains everything.
    private boolean isNotShownYet(Change change, ObservedProfile seen) {
        Baseline baseline = seen.record().baseline();
        boolean addition = change.edit() instanceof Edit.RoleAdded;
        boolean asBefore =
                baseline == null
                        ? addition
                        : !(addition && isAuthorized(change, seen.record()))
                                && Drift.between(seen.profile(), baseline).isEmpty();
        return asBefore && !change.edit().agreesWith(seen.profile());
    }

    /// Whether a role was removed from a profile whose baseline has no role: the event of the
    /// earlier addition has not arrived yet.
    private boolean isNotRecordedYet(Change change, ObservedProfile seen) {
        Baseline baseline = seen.record().baseline();
        return baseline != null
                && baseline.role() == null
                && change.edit() instanceof Edit.RoleRemoved
                && !isAuthorized(change, seen.record());
    }

    /// Whether the change is allowed, so that it becomes the baseline.
    public boolean isAuthorized(Change change, GuardRecord record) {
        return trusted.trust(change.actor()) || record.isReleasedAt(change.time());
    }

    private GuardPlan firstRecord(Change change, ObservedProfile seen) {
        InstanceProfile profile = seen.profile();
        if (profile == null) {
            String why = "%s no longer exists and was never recorded".formatted(change.profile());
            return unrecorded(change, seen.record(), GuardDecision.NOTHING_RECORDED, why);
        }
        if (profile.role() == null) {
            String why =
                    "%s has no role yet: it is recorded when it has one".formatted(profile.name());
            return unrecorded(change, seen.record(), INCOMPLETE, why);
        }
        Change cause = isCauseOfState(change, profile) ? change : change.unattributed();
        return GuardPlan.remember(
                GuardDecision.RECORDED,
                "Seen for the first time: %s. Its current state is recorded"
                        .formatted(profile.name()),
                seen.record().with(Baseline.of(profile, cause)),
                GuardFindings.recorded(cause, profile));
    }

    /// Whether the change added the role that the profile contains, or locked the profile.
    private static boolean isCauseOfState(Change change, InstanceProfile profile) {
        boolean locks =
                change.edit() instanceof Edit.Tagged(Tags tags) && GuardedProfiles.isLocked(tags);
        return (locks || change.edit() instanceof Edit.RoleAdded)
                && change.edit().agreesWith(profile);
    }

    /// What was removed before it was recorded cannot be restored, so it is reported.
    private GuardPlan unrecorded(Change change, GuardRecord record, Decision decision, String why) {
        boolean expected =
                isAuthorized(change, record)
                        || !(change.edit() instanceof Edit.Deleted
                                || change.edit() instanceof Edit.RoleRemoved);
        return expected
                ? GuardPlan.remember(decision, why, record)
                : GuardPlan.remember(decision, why, record, GuardFindings.nothingRecorded(change));
    }

    private GuardPlan compare(Change change, ObservedProfile seen, Baseline baseline, Instant now) {
        GuardRecord record = seen.record();
        if (!change.isFound() && isAuthorized(change, record)) {
            String reason =
                    record.isReleasedAt(change.time())
                            ? "the profile is released"
                            : "the principal is trusted";
            return new Adoption(change, seen, baseline, guarded, reason).plan();
        }
        List<Drift> drifts = Drift.between(seen.profile(), baseline);
        if (drifts.isEmpty()) {
            return GuardPlan.remember(
                    NO_DRIFT,
                    "%s matches its baseline".formatted(change.profile()),
                    impliesRemoval(change)
                            ? withRoleId(record, baseline, seen.profile()).withUnverified(now)
                            : withRoleId(record, baseline, seen.profile()));
        }
        return new GuardPlan.Drifted(
                "%s differs from its baseline".formatted(change.profile()), drifts, record);
    }

    /// Whether somebody had removed the recorded role before this change, which added it again. If
    /// the removal was valid and its events were lost, only CloudTrail shows it.
    private static boolean impliesRemoval(Change change) {
        return change.edit() instanceof Edit.RoleAdded;
    }

    /// Adds the ID of a role that was adopted before IAM showed it.
    private static GuardRecord withRoleId(
            GuardRecord record, Baseline baseline, @Nullable InstanceProfile profile) {
        Baseline.RecordedRole recorded = baseline.role();
        Role held = profile == null ? null : profile.role();
        return recorded != null && recorded.id() == null && held != null
                ? record.withoutUnexplained().with(baseline.withRoleId(held.id()))
                : record.withoutUnexplained();
    }
}
