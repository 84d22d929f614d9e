package dev.profileguard.guard.baselines;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleName;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.history.FormerBaseline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Goes back to an earlier baseline. A trusted principal had made it, and its role has to be the
/// same one: a role of the same name with another ID was never right.
///
/// @param to the ID of the event that made it right; null: the latest one
public record Restoration(ByHand decision, @Nullable String to) {
    /// The proposal for the profile.
    public Proposal of(Known known) {
        String closed = known.closed();
        if (closed != null) {
            return new Proposal.Refused(closed);
        }
        FormerBaseline former = former(known);
        if (former == null) {
            return new Proposal.Refused(
                    to == null
                            ? "it has no earlier baseline"
                            : "it has no earlier baseline by the event %s: its history shows the events"
                                    .formatted(to));
        }
        if (former.provisional()) {
            return new Proposal.Refused(
                    "no trusted principal made that state (%s did, event %s)"
                            .formatted(former.by(), former.eventId()));
        }
        RoleName role = former.role();
        String lost = role == null ? null : known.lost(role, former.roleId());
        return lost == null ? proposed(known, former) : new Proposal.Refused(lost);
    }

    private @Nullable FormerBaseline former(Known known) {
        List<FormerBaseline> all = known.record().history().at(known.now()).entries();
        return all.reversed().stream()
                .filter(each -> to == null || each.eventId().equals(to))
                .findFirst()
                .orElse(null);
    }

    private Proposal proposed(Known known, FormerBaseline former) {
        InstanceProfile found = known.found();
        RoleName role = former.role();
        Baseline next =
                decision.baseline(
                        found == null ? former.profileId() : found.id(),
                        found == null ? former.path() : found.path(),
                        role == null ? null : new Baseline.RecordedRole(role, former.roleId()),
                        former.tags(),
                        false);
        return new Proposal.Changed(
                next,
                "restored: right from %s to %s, by %s (event %s)"
                        .formatted(former.asOf(), former.until(), former.by(), former.eventId()));
    }
}
