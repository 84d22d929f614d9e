package dev.profileguard.backfill.baselines;

import dev.profileguard.event.Actor;
import dev.profileguard.guard.baselines.BaselineChange;
import dev.profileguard.guard.baselines.ByHand;
import dev.profileguard.guard.baselines.Intention;
import dev.profileguard.guard.baselines.Known;
import dev.profileguard.guard.baselines.Proposal;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.stored.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/// What an intention leads to now.
///
/// @param known what it was decided on; null: the record cannot be read
record Evaluated(Intention intention, @Nullable Known known, Proposal proposal) {
    static Evaluated of(
            Intention intention, ByHand decision, BaselineAccount account, Guard guard) {
        try {
            Known known = account.known(intention.profile());
            String left = leftAlone(known, guard);
            return new Evaluated(
                    intention,
                    known,
                    left == null
                            ? intention.proposal(decision, known)
                            : new Proposal.Refused(left));
        } catch (UnreadableRecordException e) {
            return new Evaluated(
                    intention, null, new Proposal.Refused(String.valueOf(e.getMessage())));
        }
    }

    /// Why the profile never gets a baseline; null: it may.
    private static @Nullable String leftAlone(Known known, Guard guard) {
        String untouchable = guard.untouchable(known.profile());
        String owner =
                guard.owner(
                        known.profile(),
                        new ObservedProfile(known.record(), known.found()),
                        new Actor.Unattributed());
        if (untouchable != null) {
            return untouchable;
        }
        return owner == null ? null : "it belongs to a service (%s)".formatted(owner);
    }

    /// The change; null: nothing changes, or it is refused.
    @Nullable BaselineChange change() {
        Baseline before = known == null ? null : known.record().baseline();
        return switch (proposal) {
            case Proposal.Unchanged _, Proposal.Refused _ -> null;
            case Proposal.Removed _ ->
                    new BaselineChange(intention.profile(), before, null, "not in the import");
            case Proposal.Changed(Baseline next, String why) ->
                    new BaselineChange(intention.profile(), before, next, why);
        };
    }

    /// What is recorded and what IAM shows: the same text for the same state.
    String state() {
        if (known == null) {
            return "unreadable";
        }
        Baseline before = known.record().baseline();
        InstanceProfile found = known.found();
        return "%s; %s"
                .formatted(
                        before == null
                                ? "no baseline"
                                : "%s %s".formatted(before.asOf(), before.eventId()),
                        found == null
                                ? "no profile"
                                : "%s %s"
                                        .formatted(
                                                found.id(),
                                                found.role() == null
                                                        ? "no role"
                                                        : found.role().id()));
    }
}
