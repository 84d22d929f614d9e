package dev.profileguard.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Ends a fight with another controller: after so many repairs of one profile within the window,
/// none is made until the oldest of them has left it.
///
/// @param reverts at least 1
public record Breaker(int reverts, Duration window) {
    /// Whether repairs have to stop.
    public boolean isOpen(GuardRecord record, Instant now) {
        return record.repairsWithin(window, now).size() >= reverts;
    }

    /// The first moment at which repairs go on, if none is made before it.
    public Instant closesAt(GuardRecord record, Instant now) {
        List<Repair> counted = record.repairsWithin(window, now);
        return counted.get(counted.size() - reverts).at().plus(window);
    }
}
