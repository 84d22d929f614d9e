package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardDecision.INCOMPLETE;
import static dev.profileguard.guard.rule.GuardDecision.NOT_GUARDED;
import static dev.profileguard.guard.rule.GuardDecision.NO_DRIFT;
import static dev.profileguard.reconcile.Decision.Common.BREAKER_OPEN;
import static dev.profileguard.reconcile.Decision.Common.NEVER_TOUCHED;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Breaker;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rule of ProfileGuard: a guarded profile stays as its baseline has it, unless a trusted
/// principal or a release says otherwise.
///
/// @param guarded the profiles that are guarded
/// @param exempt what is never touched, whatever guards it
/// @param trusted whose changes become the baseline
public record Guard(GuardedProfiles guarded, Exemptions exempt, Globs trusted, Breaker breaker) {
    /// Why a profile of this name is never touched; null: it may be.
    public @Nullable String untouchable(ProfileName name) {
        return exempt.ofProfile(name);
    }

    /// What is to be done about a change, given what was seen after it.
    public GuardPlan decide(Change change, ObservedProfile seen, Instant now) {
        GuardRecord record = seen.record();
        InstanceProfile profile = seen.profile();
        if (!guards(change.profile(), seen)) {
            return GuardPlan.remember(
                    NOT_GUARDED,
                    "No pattern, tag or baseline guards %s".formatted(change.profile()),
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
        if (seemsTooEarly(change, seen, now)) {
            return new GuardPlan.LookAgain(
                    "IAM does not show yet that %s".formatted(change.described()), record);
        }
        return baseline == null ? firstSight(change, seen) : compare(change, seen, baseline, now);
    }

    /// Whether a pattern, the tag or a baseline guards it.
    public boolean guards(ProfileName name, ObservedProfile seen) {
        return guarded.include(name, seen.record(), seen.profile());
    }

    /// Whether a fresh change has outrun what it rests on, so that nothing can be concluded yet.
    private boolean seemsTooEarly(Change change, ObservedProfile seen, Instant now) {
        return EventualConsistency.mayHide(change.time(), now)
                && !seen.record().repairedSince(change.time())
                && (isNotShownYet(change, seen) || isNotRecordedYet(change, seen));
    }

    /// IAM still shows what was there before: nothing drifted, or nothing is there to be recorded.
    /// An addition that counts needs no look: its event says all.
    private boolean isNotShownYet(Change change, ObservedProfile seen) {
        Baseline baseline = seen.record().baseline();
        boolean addition = change.edit() instanceof Edit.RoleAdded;
        boolean asBefore =
                baseline == null
                        ? addition
                        : !(addition && counts(change, seen.record()))
                                && Drift.between(seen.profile(), baseline).isEmpty();
        return asBefore && !change.edit().agreesWith(seen.profile());
    }

    /// A role was taken out of a profile that is recorded as empty: the event of the addition
    /// before it is still to come.
    private boolean isNotRecordedYet(Change change, ObservedProfile seen) {
        Baseline baseline = seen.record().baseline();
        return baseline != null
                && baseline.role() == null
                && change.edit() instanceof Edit.RoleRemoved
                && !counts(change, seen.record());
    }

    /// Whether the change becomes the baseline.
    public boolean counts(Change change, GuardRecord record) {
        return change.actor().isAmong(trusted) || record.isReleasedAt(change.time());
    }

    private GuardPlan firstSight(Change change, ObservedProfile seen) {
        InstanceProfile profile = seen.profile();
        if (profile == null) {
            String why = "%s is gone and was never recorded".formatted(change.profile());
            return unrecorded(change, seen.record(), GuardDecision.NOTHING_RECORDED, why);
        }
        if (profile.role() == null) {
            String why = "%s has no role yet: it is recorded once it has".formatted(profile.name());
            return unrecorded(change, seen.record(), INCOMPLETE, why);
        }
        return GuardPlan.remember(
                GuardDecision.RECORDED,
                "First sight of %s: recorded as it is".formatted(profile.name()),
                seen.record().with(Baseline.of(profile, change)),
                GuardFindings.recorded(change, profile));
    }

    /// What was taken away before it was ever recorded cannot be put back, and is told.
    private GuardPlan unrecorded(Change change, GuardRecord record, Decision decision, String why) {
        boolean expected =
                counts(change, record)
                        || !(change.edit() instanceof Edit.Deleted
                                || change.edit() instanceof Edit.RoleRemoved);
        return expected
                ? GuardPlan.remember(decision, why, record)
                : GuardPlan.remember(decision, why, record, GuardFindings.nothingRecorded(change));
    }

    private GuardPlan compare(Change change, ObservedProfile seen, Baseline baseline, Instant now) {
        GuardRecord record = seen.record();
        if (!change.isFound() && counts(change, record)) {
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
                    "%s is as its baseline has it".formatted(change.profile()),
                    withRoleId(record, baseline, seen.profile()));
        }
        if (record.isReleasedAt(now)) {
            return GuardPlan.remember(
                    GuardDecision.RELEASED,
                    "Changed before the release began, found during it: left alone",
                    record,
                    GuardFindings.heldByRelease(change, record));
        }
        return put(change, record, drifts, now);
    }

    /// What is to be done about drift that no event explains: it is left alone for a while, since
    /// the event may only be late.
    ///
    /// @param plan what [#decide] made of it
    /// @param grace how long it has to stand before it is put back
    public GuardPlan afterGrace(
            Change found, ObservedProfile seen, GuardPlan plan, Duration grace, Instant now) {
        Baseline baseline = seen.record().baseline();
        if (!(plan instanceof GuardPlan.Repair) || baseline == null) {
            return plan;
        }
        List<Drift> drifts = plan.drifts();
        GuardRecord.Unexplained before = seen.record().unexplained();
        String state = state(seen.profile());
        Instant since = before != null && before.state().equals(state) ? before.since() : now;
        Instant until = since.plus(grace);
        return now.isBefore(until)
                ? GuardPlan.remember(
                        GuardDecision.UNEXPLAINED,
                        "CloudTrail names nobody who changed %s: left alone until %s"
                                .formatted(found.profile(), until),
                        seen.record().with(new GuardRecord.Unexplained(since, state)),
                        GuardFindings.unexplained(found, drifts, until))
                : plan;
    }

    private static String state(@Nullable InstanceProfile profile) {
        if (profile == null) {
            return "gone";
        }
        Role role = profile.role();
        return "%s %s %s"
                .formatted(
                        profile.id(),
                        role == null ? "-" : role.id(),
                        profile.tags().get(GuardedProfiles.TAG));
    }

    private GuardPlan put(Change change, GuardRecord record, List<Drift> drifts, Instant now) {
        boolean repairable = drifts.stream().anyMatch(d -> !d.repairs(change.profile()).isEmpty());
        if (!repairable) {
            return new GuardPlan.Report(
                    "%s differs from its baseline, and no write can mend it"
                            .formatted(change.profile()),
                    drifts,
                    afterRecreation(record, drifts));
        }
        if (breaker.isOpen(record, now)) {
            return GuardPlan.remember(
                    BREAKER_OPEN,
                    "%d repairs within %d minutes: somebody keeps changing it"
                            .formatted(breaker.reverts(), breaker.window().toMinutes()),
                    record,
                    GuardFindings.breakerOpen(change, record, breaker, now));
        }
        return GuardPlan.repair(
                change.isFound()
                        ? "%s stands differently, and nothing tells who changed it"
                                .formatted(change.profile())
                        : "%s is not trusted to change %s"
                                .formatted(change.actor().described(), change.profile()),
                drifts,
                afterRecreation(record, drifts));
    }

    /// A role that was adopted before it was seen gets its ID once it is.
    private static GuardRecord withRoleId(
            GuardRecord record, Baseline baseline, @Nullable InstanceProfile profile) {
        Baseline.RecordedRole recorded = baseline.role();
        Role held = profile == null ? null : profile.role();
        return recorded != null && recorded.id() == null && held != null
                ? record.withoutUnexplained().with(baseline.withRoleId(held.id()))
                : record.withoutUnexplained();
    }

    /// A profile that was made again is reported once: its new ID is what is expected from then on.
    private static GuardRecord afterRecreation(GuardRecord record, List<Drift> drifts) {
        GuardRecord next = record;
        for (Drift drift : drifts) {
            if (drift instanceof Drift.ProfileRecreated(InstanceProfile found, Baseline recorded)) {
                next = next.with(recorded.withProfile(found.id(), found.path()));
            }
        }
        return next;
    }
}
