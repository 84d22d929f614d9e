package dev.profileguard.guard.baselines;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.Baseline;
import org.jspecify.annotations.Nullable;

/// What somebody wants for the baseline of one profile. A plan keeps intentions and not results:
/// what they lead to is decided again when the plan is applied, so that whoever can write the plan
/// table decides nothing.
public sealed interface Intention {
    /// The profile.
    ProfileName profile();

    /// The command for people.
    String command();

    /// What it means now.
    Proposal proposal(ByHand decision, Known known);

    /// See [Approval].
    record Approve(ProfileName profile) implements Intention {
        @Override
        public String command() {
            return "approve";
        }

        @Override
        public Proposal proposal(ByHand decision, Known known) {
            return new Approval(decision).of(known);
        }
    }

    /// See [Restoration].
    ///
    /// @param to the ID of the event that made it right; null: the latest one
    record Restore(ProfileName profile, @Nullable String to) implements Intention {
        @Override
        public String command() {
            return "restore";
        }

        @Override
        public Proposal proposal(ByHand decision, Known known) {
            return new Restoration(decision, to).of(known);
        }
    }

    /// See [Importing].
    record Import(WantedBaseline wanted) implements Intention {
        @Override
        public ProfileName profile() {
            return wanted.profile();
        }

        @Override
        public String command() {
            return "import";
        }

        @Override
        public Proposal proposal(ByHand decision, Known known) {
            return new Importing(decision).of(wanted, known);
        }
    }

    /// Removes the baseline. It comes back if a pattern or the tag guards the profile.
    record Remove(ProfileName profile) implements Intention {
        @Override
        public String command() {
            return "import";
        }

        @Override
        public Proposal proposal(ByHand decision, Known known) {
            Baseline baseline = known.record().baseline();
            String closed = known.closed();
            if (baseline == null) {
                return new Proposal.Unchanged();
            }
            return closed == null ? new Proposal.Removed() : new Proposal.Refused(closed);
        }
    }
}
