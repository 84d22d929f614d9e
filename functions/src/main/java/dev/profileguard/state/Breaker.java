package dev.profileguard.state;

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
        return isOpen(record.repairs(), now);
    }

    /// Whether so many of these repairs are in the window that no other may be made.
    public boolean isOpen(List<Repair> repairs, Instant now) {
        return within(repairs, now).size() >= reverts;
    }

    /// Those of the repairs that count.
    public List<Repair> within(List<Repair> repairs, Instant now) {
        return repairs.stream().filter(r -> r.at().isAfter(now.minus(window))).toList();
    }

    /// The first moment at which repairs go on, if none is made before it.
    public Instant closesAt(GuardRecord record, Instant now) {
        return closesAt(record.repairs(), now);
    }

    /// The first moment at which repairs go on after these, if none is made before it.
    public Instant closesAt(List<Repair> repairs, Instant now) {
        List<Repair> counted = within(repairs, now);
        return counted.get(counted.size() - reverts).at().plus(window);
    }
}
