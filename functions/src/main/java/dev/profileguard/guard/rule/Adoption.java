package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardDecision.SUPERSEDED;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one change part of the baseline: exactly what its event says, never whatever else is
/// found, so that an edit that came right after a trusted one is not adopted with it.
///
/// @param baseline what `seen.record()` holds
/// @param reason why the change may be adopted
record Adoption(
        Change change,
        ObservedProfile seen,
        Baseline baseline,
        GuardedProfiles guarded,
        String reason) {

    GuardPlan plan() {
        if (change.eventId().equals(baseline.eventId())) {
            return superseded("this event is recorded already");
        }
        return switch (change.edit()) {
            case Edit.Created created -> profileMade();
            case Edit.Deleted deleted -> profileDeleted();
            case Edit.RoleAdded(RoleName role) -> roleAdded(role);
            case Edit.RoleRemoved(RoleName role) -> roleRemoved(role);
            case Edit.Tagged(Tags tags) -> tagsChanged(tags.values().keySet());
            case Edit.Untagged(Set<String> keys) -> tagsChanged(keys);
            case Edit.Found found -> superseded("no event tells what was changed");
        };
    }

    private GuardPlan profileMade() {
        InstanceProfile found = seen.profile();
        if (found == null || !agrees() || found.id().equals(baseline.profileId())) {
            return superseded("the profile is not the one that was made then");
        }
        return adopted(
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
        return undoneByUs()
                ? GuardPlan.remember(
                        GuardDecision.GUARD_ENDED,
                        "It had been put back before this deletion was known",
                        seen.record().with((Baseline) null),
                        GuardFindings.trustedDeletionUndone(change))
                : superseded("the profile exists again");
    }

    /// Of two additions within one second the one that IAM shows counts.
    private GuardPlan roleAdded(RoleName role) {
        boolean tied = isSameSecond() && baseline.role() != null;
        if (isBeforeRecorded() || (tied && !agrees())) {
            return superseded("a later decision is recorded");
        }
        RecordedRole recorded = new RecordedRole(role, idOf(role));
        Baseline next = baseline.withRole(recorded, change);
        return !agrees() && undoneByUs()
                ? repaired(next)
                : adopted(next, "its role is now %s".formatted(role));
    }

    /// Within one second an addition counts as later than a removal, as in a swap: to take an
    /// addition for the earlier one could empty a profile that is in use.
    private GuardPlan roleRemoved(RoleName role) {
        boolean tied = isSameSecond() && baseline.role() != null;
        if (isBeforeRecorded() || tied) {
            return superseded("a later decision is recorded");
        }
        Baseline next = baseline.withRole(null, change);
        if (agrees()) {
            return adopted(next, "role %s is no longer meant to be in it".formatted(role));
        }
        return undoneByUs() ? repaired(next) : superseded("the role is in it again");
    }

    private GuardPlan tagsChanged(Set<String> keys) {
        InstanceProfile found = seen.profile();
        if (found == null) {
            return superseded("the profile is gone");
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
        boolean unlocked =
                keys.contains(GuardedProfiles.TAG) && !GuardedProfiles.isLocked(next.tags());
        if (agrees()
                && unlocked
                && GuardedProfiles.isLocked(baseline.tags())
                && !guarded.names().match(change.profile().key())) {
            return ended("the tag that guards it was removed");
        }
        if (!agrees()) {
            return undoneByUs() && keys.contains(GuardedProfiles.TAG)
                    ? GuardPlan.remember(
                            SUPERSEDED,
                            "The tag had been put back before this change was known",
                            seen.record(),
                            GuardFindings.trustedTagChangeUndone(change))
                    : superseded("the tags have other values now");
        }
        return next.equals(baseline)
                ? superseded("the tags are recorded so already")
                : adopted(next, "its tags are recorded");
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

    private boolean undoneByUs() {
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
        return GuardPlan.remember(
                GuardDecision.ADOPTED,
                "Adopted since %s: %s".formatted(reason, what),
                seen.record().with(next),
                GuardFindings.adopted(change, reason, what));
    }

    private GuardPlan ended(String what) {
        return GuardPlan.remember(
                GuardDecision.GUARD_ENDED,
                "No longer guarded since %s: %s".formatted(reason, what),
                seen.record().with((Baseline) null),
                GuardFindings.guardEnded(change, what));
    }

    /// The event came after another one had led us to undo it.
    private GuardPlan repaired(Baseline next) {
        return GuardPlan.repair(
                "A change that counts (%s) had been undone before it was known".formatted(reason),
                Drift.between(seen.profile(), next),
                seen.record().with(next),
                GuardFindings.trustedChangeUndone(change));
    }
}
