package dev.profileguard.guard.baselines;

import dev.profileguard.state.Baseline;

/// Makes a provisional baseline an ordinary one. IAM has to show the state that is recorded: so
/// approval gives nobody a role that is not in the profile already.
public record Approval(ByHand decision) {
    /// The proposal for one profile.
    public Proposal of(Known known) {
        Baseline baseline = known.record().baseline();
        if (baseline == null || !baseline.provisional()) {
            return new Proposal.Unchanged();
        }
        String closed = known.closed();
        if (closed != null) {
            return new Proposal.Refused(closed);
        }
        if (!known.drift().isEmpty()) {
            return new Proposal.Refused(
                    "IAM shows another state (%s), and only what IAM shows can be approved"
                            .formatted(known.driftNames()));
        }
        return new Proposal.Changed(
                decision.baseline(
                        baseline.profileId(),
                        baseline.path(),
                        baseline.role(),
                        baseline.tags(),
                        false),
                "approved: %s made it (event %s)".formatted(baseline.by(), baseline.eventId()));
    }
}
