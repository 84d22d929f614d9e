package dev.profileguard.backfill.baselines;

import dev.profileguard.guard.baselines.Intention;
import java.time.Instant;
import java.util.List;

/// An item of a plan of baselines.
///
/// @param decided when the plan was made
/// @param differences what it changes, as the plan shows it
/// @param state what was recorded and what IAM showed then
record PlannedIntention(
        Intention intention, Instant decided, List<String> differences, String state) {
    /// Takes a copy.
    PlannedIntention {
        differences = List.copyOf(differences);
    }
}
