package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardDecision.INCOMPLETE;
import static dev.profileguard.guard.rule.GuardDecision.NOT_GUARDED;
import static dev.profileguard.guard.rule.GuardDecision.NO_DRIFT;
import static dev.profileguard.guard.rule.GuardDecision.SERVICE_OWNED;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.StackCanary;
import dev.profileguard.state.repair.Breaker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rule of ProfileGuard: a guarded profile must match its baseline. Only a trusted principal,
/// or anybody during a release, can change the baseline.
///
/// @param guarded the profiles that are guarded
/// @param exempt the profiles that are never touched, even if they are guarded
/// @param trusted the principals whose changes become the baseline
/// @param own the roles of this stack, which make profiles and tags according to their own rules
/// @param canary the stack's canary
public record Guard(
        GuardedProfiles guarded,
        Exemptions exempt,
        TrustedPrincipals trusted,
        Breaker breaker,
        Globs own,
        StackCanary canary) {
    /// A rule of a stack without a canary.
    public Guard(
            GuardedProfiles guarded,
            Exemptions exempt,
            TrustedPrincipals trusted,
            Breaker breaker,
            Globs own) {
        this(guarded, exempt, trusted, breaker, own, StackCanary.NONE);
    }

    /// A rule without roles of its own.
    public Guard(
            GuardedProfiles guarded,
            Exemptions exempt,
            TrustedPrincipals trusted,
            Breaker breaker) {
        this(guarded, exempt, trusted, breaker, new Globs(List.of()));
    }

    /// Why a profile of this name is never touched, whatever guards it; null: it can be.
    public @Nullable String untouchable(ProfileName name) {
        return exempt.always(name);
    }

    /// Why a profile of this name is left alone although nothing was read; null: it has to be read.
    /// If only a service gives such a name, nothing more is read, unless a pattern names it or its
    /// guard tag changes: then somebody has to know that it is not guarded. The creation of a
    /// profile with the name of a service says nothing yet: the addition of a role follows. Of the
    /// canary's profile, only the events count: in mode observe, a sweep would find it changed.
    @Nullable String untouchable(Change change) {
        ProfileName name = change.profile();
        if (isEventOfCanary(change)) {
            return null;
        }
        String always = untouchable(name);
        if (always != null) {
            return always;
        }
        boolean isNoOccasion =
                change.edit() instanceof Edit.Created || Exemptions.isNamedByService(name);
        return isNoOccasion
                        && !guarded.isNamed(name)
                        && !change.edit().changesTag(GuardedProfiles.TAG)
                ? nameOfService(name)
                : null;
    }

    private boolean isEventOfCanary(Change change) {
        return canary.is(change.profile()) && !change.isFound();
    }

    private @Nullable String nameOfService(ProfileName name) {
        return Exemptions.hasNameOfService(name) ? exempt.ofProfile(name) : null;
    }

    /// Why a profile with this record is left alone although IAM was not read; null: IAM has to be
    /// read. A profile with the name of a service is guarded only if somebody means it: by a
    /// pattern, by its baseline, or by the tag. The tag has to be read when somebody other than a
    /// service adds a role, since the profile may have been created with it, and in a sweep.
    @Nullable String untouchable(Change change, GuardRecord record) {
        ProfileName name = change.profile();
        boolean mayBeMeant =
                record.baseline() != null
                        || guarded.isNamed(name)
                        || mayBeLocked(change)
                        || isEventOfCanary(change);
        return mayBeMeant ? null : nameOfService(name);
    }

    /// Why the event of a call by this stack says nothing, if the profile has this record; null: it
    /// may say something. Only its guard tag could still guard the profile: a call that created it
    /// is followed by the one that adds the role, whose event decides, and other tags change
    /// nothing. Whoever hands in an event that never happened gains nothing: nothing is done, and
    /// nothing is stored.
    @Nullable String echo(Change change, GuardRecord record) {
        Edit edit = change.edit();
        boolean isNoOccasion =
                (edit instanceof Edit.Created || edit instanceof Edit.Tagged)
                        && !edit.changesTag(GuardedProfiles.TAG);
        return isNoOccasion
                        && isOurs(change)
                        && record.version() == 0
                        && !guarded.include(change.profile(), record, null)
                ? "%s is not recorded, and this stack's own call does not guard it"
                        .formatted(change.profile())
                : null;
    }

    private static boolean mayBeLocked(Change change) {
        return change.isFound()
                || change.edit().changesTag(GuardedProfiles.TAG)
                || (change.edit() instanceof Edit.RoleAdded
                        && !change.actor().isServiceLinkedRole());
    }

    /// Why a profile without a baseline is left to a service; null: it is not.
    ///
    /// If somebody means it by a pattern or the tag, only a proof counts that a service made it: a
    /// call of the service itself, or what [Exemptions#maker] finds. Otherwise looks are enough.
    public @Nullable String owner(ProfileName name, ObservedProfile seen, Actor actor) {
        InstanceProfile profile = seen.profile();
        if (canary.is(name)) {
            return null;
        }
        boolean byName = Exemptions.hasNameOfService(name);
        if (seen.record().baseline() != null || !(byName || Exemptions.isServiceOwned(profile))) {
            return null;
        }
        if (guarded.isMeant(name, profile)) {
            return actor.isServiceLinkedRole()
                    ? actor.described() + " changed it"
                    : Exemptions.maker(name, profile);
        }
        return "it looks like that, by its %s".formatted(byName ? "name" : "path, tags or role");
    }

    /// Decides about a change, on what was read after it.
    GuardPlan decide(Change change, ObservedProfile seen, Instant now) {
        GuardRecord record = seen.record();
        if (canary.isFormer(change.profile(), record)) {
            return GuardPlan.remember(
                    GuardDecision.GUARD_ENDED,
                    "%s was a canary's profile, and is not this stack's: its baseline is deleted"
                            .formatted(change.profile()),
                    record.ended(change.time()).settled());
        }
        if (!guards(change.profile(), seen)) {
            return GuardPlan.remember(
                    NOT_GUARDED,
                    "%s is not guarded by a pattern, a tag or a baseline"
                            .formatted(change.profile()),
                    record);
        }
        Baseline baseline = record.baseline();
        String owner = owner(change.profile(), seen, change.actor());
        if (owner != null) {
            return leftToService(change, seen, owner);
        }
        if (isTooEarly(change, seen, now)) {
            return new GuardPlan.LookAgain(
                    "IAM does not show yet that %s".formatted(change.described()), record);
        }
        GuardPlan plan =
                baseline == null ? firstRecord(change, seen) : compare(change, seen, baseline, now);
        return new TaggedRelease(change, trusted).in(plan);
    }

    /// Leaves a service's profile alone. Reports that if somebody means to guard it.
    private GuardPlan leftToService(Change change, ObservedProfile seen, String owner) {
        String why = "%s belongs to a service: %s".formatted(change.profile(), owner);
        return guarded.isMeant(change.profile(), seen.profile()) && seen.profile() != null
                ? GuardPlan.remember(
                        SERVICE_OWNED,
                        why,
                        seen.record(),
                        GuardFindings.exempt(change, owner, guarded.isNamed(change.profile())))
                : GuardPlan.remember(SERVICE_OWNED, why, seen.record());
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

    /// Whether the change is allowed, so that it becomes the baseline. The canary's is not, whoever
    /// is trusted.
    public boolean isAuthorized(Change change, GuardRecord record) {
        return !canary.made(change)
                && (trusted.trust(change.actor()) || record.isReleasedAt(change.time()));
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
        boolean ours = isOurs(change) || isAuthorized(change, seen.record());
        if (ours && isBeforeTheRole(change)) {
            String why =
                    "%s has a role that a later call added: the event of that call decides"
                            .formatted(profile.name());
            return unrecorded(change, seen.record(), INCOMPLETE, why);
        }
        return recorded(change, profile, seen.record());
    }

    /// Records the state that was found. It is provisional after a change of somebody who is not
    /// trusted, and if a trusted change does not account for the role in it.
    private GuardPlan recorded(Change change, InstanceProfile profile, GuardRecord record) {
        boolean explained = isCauseOfState(change, profile);
        boolean settled =
                change.isFound() || isOurs(change) || (explained && isAuthorized(change, record));
        Change cause = explained ? change : change.unattributed();
        GuardRecord next =
                record.changed(Baseline.of(profile, cause).provisional(!settled), cause.time());
        String why =
                "Seen for the first time: %s. Its current state is recorded%s"
                        .formatted(profile.name(), settled ? "" : " provisionally");
        return settled
                ? GuardPlan.remember(
                        GuardDecision.RECORDED, why, next, GuardFindings.recorded(cause, profile))
                : GuardPlan.remember(GuardDecision.RECORDED, why, next);
    }

    /// Whether a profile with a role shows that another call came after this one.
    private static boolean isBeforeTheRole(Change change) {
        return change.edit() instanceof Edit.Created || change.edit() instanceof Edit.RoleRemoved;
    }

    private boolean isOurs(Change change) {
        return change.actor() instanceof Actor.RoleSession && change.actor().isAmong(own);
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
            GuardRecord next = withRoleId(record, baseline, seen.profile());
            return GuardPlan.remember(
                    NO_DRIFT,
                    "%s matches its baseline".formatted(change.profile()),
                    isLateCause(change, seen.profile(), baseline)
                            ? next.with(baseline.madeBy(change))
                            : impliesRemoval(change) ? next.withUnverified(now) : next);
        }
        return new GuardPlan.Drifted(
                "%s differs from its baseline".formatted(change.profile()), drifts, record);
    }

    /// Whether this is the call that added the role of a provisional baseline, whose event came
    /// after that of another call.
    private static boolean isLateCause(
            Change change, @Nullable InstanceProfile profile, Baseline baseline) {
        return profile != null
                && baseline.provisional()
                && baseline.by().equals(new Actor.Unattributed().described())
                && change.edit() instanceof Edit.RoleAdded
                && isCauseOfState(change, profile);
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
