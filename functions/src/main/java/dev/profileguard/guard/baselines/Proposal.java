package dev.profileguard.guard.baselines;

import dev.profileguard.state.Baseline;

/// What a request means for the baseline of one profile.
public sealed interface Proposal {
    /// It is recorded already.
    record Unchanged() implements Proposal {}

    /// This becomes the baseline.
    ///
    /// @param why as a sentence for people
    record Changed(Baseline baseline, String why) implements Proposal {}

    /// The baseline is removed.
    record Removed() implements Proposal {}

    /// It cannot become the baseline.
    ///
    /// @param why and what to do, as sentences for people
    record Refused(String why) implements Proposal {}
}
