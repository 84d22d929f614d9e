package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardDecision.SUPERSEDED;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.repair.Repair.Aspect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one change part of the baseline. It takes only what the event contains, not the profile's
/// current state: an untrusted edit right after a trusted one must not become part of the baseline.
///
/// @param baseline the baseline in `seen.record()`
/// @param reason why the change is allowed
record Adoption(
        Change change,
        ObservedProfile seen,
        Baseline baseline,
        GuardedProfiles guarded,
        String reason) {

    GuardPlan plan() {
        if (change.eventId().equals(baseline.eventId())) {
            return superseded("this event is already recorded");
        }
        return switch (change.edit()) {
            case Edit.Created created -> profileCreated();
            case Edit.Deleted deleted -> profileDeleted();
            case Edit.RoleAdded(RoleName role) -> roleAdded(role);
            case Edit.RoleRemoved(RoleName role) -> roleRemoved(role);
            case Edit.Tagged(Tags tags) -> tagsChanged(tags.values().keySet());
            case Edit.Untagged(Set<String> keys) -> tagsChanged(keys);
            case Edit.Found _ -> superseded("no event shows what was changed");
        };
    }

    private GuardPlan profileCreated() {
        InstanceProfile found = seen.profile();
        if (found == null || !agrees() || found.id().equals(baseline.profileId())) {
            return superseded("the profile is not the one that this call created");
        }
        return settled(
                baseline.withProfile(found.id(), found.path()).withTags(found.tags()),
                "its ID is now %s".formatted(found.id()));
    }

    private GuardPlan profileDeleted() {
        boolean older = isBeforeRecorded() || (isSameSecond() && seen.profile() != null);
        if (older) {
            return superseded("a later decision is recorded");
        }
        if (seen.profile() == null) {
            return ended("it was deleted");
        }
        return wasReverted()
                ? GuardPlan.remember(
                        GuardDecision.GUARD_ENDED,
                        "ProfileGuard had already created the profile again when this deletion"
                                + " arrived",
                        seen.record().ended(change.time()).settled(),
                        GuardFindings.trustedDeletionReverted(change))
                : superseded("the profile exists again");
    }

    /// Of two additions within one second, the one that IAM shows is adopted. A provisional
    /// baseline is no decision, so an earlier addition of the role that IAM shows settles it.
    private GuardPlan roleAdded(RoleName role) {
        boolean tied = isSameSecond() && baseline.role() != null;
        boolean settles = baseline.provisional() && agrees();
        if (!settles && (isBeforeRecorded() || (tied && !agrees()))) {
            return superseded("a later decision is recorded");
        }
        RecordedRole recorded = new RecordedRole(role, idOf(role));
        Baseline next = baseline.withRole(recorded, change);
        String what = "its role is now %s".formatted(role);
        return !agrees() && wasReverted() ? restored(next, what) : settled(next, what);
    }

    /// Within one second, an addition is treated as later than a removal, as in a swap. The other
    /// order could empty a profile that is in use. If the profile contains a role again, whoever
    /// added it decides whether it stays.
    private GuardPlan roleRemoved(RoleName role) {
        boolean tied = isSameSecond() && baseline.role() != null;
        if (isBeforeRecorded() || tied) {
            return superseded("a later decision is recorded");
        }
        Baseline next = baseline.withRole(null, change);
        String what = "it no longer contains role %s".formatted(role);
        return !agrees() && wasReverted() ? restored(next, what) : settled(next, what);
    }

    /// Setting the tag that guards the profile says that its state is right, which settles a
    /// provisional baseline. Other tags say nothing about the role.
    private GuardPlan tagsChanged(Set<String> keys) {
        InstanceProfile found = seen.profile();
        if (found == null) {
            return superseded("the profile no longer exists");
        }
        Baseline next = baseline;
        for (String key : keys) {
            String value = found.tags().get(key);
            next =
                    next.withTags(
                            value == null
                                    ? next.tags().without(Set.of(key))
                                    : next.tags().with(key, value));
        }
        if (agrees()
                && keys.contains(GuardedProfiles.TAG)
                && GuardedProfiles.isLocked(next.tags())) {
            next = next.provisional(false);
        }
        boolean unlocked =
                keys.contains(GuardedProfiles.TAG) && !GuardedProfiles.isLocked(next.tags());
        if (agrees()
                && unlocked
                && GuardedProfiles.isLocked(baseline.tags())
                && !guarded.names().match(change.profile().key())) {
            return ended("the tag that guards it was removed");
        }
        if (!agrees()) {
            return wasReverted() && keys.contains(GuardedProfiles.TAG)
                    ? GuardPlan.remember(
                            SUPERSEDED,
                            "ProfileGuard had already restored the tag when this change arrived",
                            seen.record(),
                            GuardFindings.trustedTagChangeReverted(change))
                    : superseded("the tags now have other values");
        }
        return next.equals(baseline)
                ? superseded("these tags are already recorded")
                : adopted(
                        next,
                        next.provisional() == baseline.provisional()
                                ? "its tags are recorded"
                                : "its tags are recorded, and it is no longer provisional");
    }

    private boolean agrees() {
        return change.edit().agreesWith(seen.profile());
    }

    private boolean isBeforeRecorded() {
        return change.time().isBefore(baseline.asOf());
    }

    private boolean isSameSecond() {
        return change.time().equals(baseline.asOf());
    }

    private boolean wasReverted() {
        return seen.record().repairedSince(change.time());
    }

    private @Nullable String idOf(RoleName role) {
        InstanceProfile found = seen.profile();
        Role held = found == null ? null : found.role();
        return held != null && held.name().equals(role) ? held.id() : null;
    }

    private GuardPlan superseded(String why) {
        return GuardPlan.remember(SUPERSEDED, "Nothing to adopt: %s".formatted(why), seen.record());
    }

    private GuardPlan adopted(Baseline next, String what) {
        return adopted(seen.record().changed(next, change.time()), what);
    }

    /// Adopts a decision about the role or the profile itself.
    private GuardPlan settled(Baseline next, String what) {
        Adopted byEvent = new Adopted(change.eventId(), change.actor().described(), change.time());
        return adopted(
                seen.record().changed(next, change.time()).settled().withUnproven(byEvent), what);
    }

    private GuardPlan adopted(GuardRecord next, String what) {
        return GuardPlan.remember(
                GuardDecision.ADOPTED,
                "Adopted because %s: %s".formatted(reason, what),
                next,
                GuardFindings.adopted(change, reason, what));
    }

    private GuardPlan ended(String what) {
        return GuardPlan.remember(
                GuardDecision.GUARD_ENDED,
                "No longer guarded because %s: %s".formatted(reason, what),
                seen.record().ended(change.time()).settled(),
                GuardFindings.guardEnded(change, what));
    }

    /// ProfileGuard reverted the change before its event arrived. What ProfileGuard restored is
    /// undone. If somebody else changed the profile after that, that change has its own event.
    private GuardPlan restored(Baseline next, String what) {
        GuardRecord record = seen.record().changed(next, change.time());
        List<AttributedDrift> own =
                Drift.between(seen.profile(), next).stream()
                        .filter(drift -> isOwnRepair(drift, record, seen.profile()))
                        .map(drift -> new AttributedDrift(drift, new Cause.OwnRepair(next)))
                        .toList();
        return own.isEmpty()
                ? settled(next, what)
                : new GuardPlan.Repair(
                        "ProfileGuard had already reverted a valid change (%s) when its event arrived"
                                .formatted(reason),
                        own,
                        record,
                        List.of());
    }

    /// Whether ProfileGuard itself caused the drift.
    static boolean isOwnRepair(Drift drift, GuardRecord record, @Nullable InstanceProfile profile) {
        return drift.aspect() == Aspect.ROLE
                && profile != null
                && record.isOwnRepair(profile.role());
    }
}
