package dev.profileguard.state;

import java.time.Instant;

/// A deleted profile in whose place there is one with another ID. Instances that were associated
/// with it get no credentials until they are associated again.
///
/// @param id of the deleted profile
/// @param right when the profile was last known to be right before it was deleted: an association
///   that may have started later is nobody's proof
/// @param since when ProfileGuard found the new ID, or created the profile again
public record FormerProfile(String id, Instant right, Instant since) {
    /// How many of a profile are recorded, the latest ones.
    public static final int MOST = 5;
}
