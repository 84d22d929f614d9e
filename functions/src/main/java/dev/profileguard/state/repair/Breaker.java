package dev.profileguard.state.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A circuit breaker, which stops a conflict with another controller. After `reverts` repairs of
/// one profile within the window, no repair is made until the oldest of them leaves the window.
///
/// @param reverts from 1 to [Repair#MAX_REPAIRS]
/// @param window at most [#LONGEST_WINDOW]
public record Breaker(int reverts, Duration window) {
    /// The longest window that a setting may have. Repairs before it need not be stored.
    public static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    /// Whether the window contains so many of these repairs that repairs must stop.
    public boolean isOpen(List<Repair> repairs, Instant now) {
        return within(repairs, now).size() >= reverts;
    }

    /// The repairs within the window.
    public List<Repair> within(List<Repair> repairs, Instant now) {
        return repairs.stream().filter(r -> r.at().isAfter(now.minus(window))).toList();
    }

    /// When repairs continue after these repairs. The breaker must be open.
    public Instant closesAt(List<Repair> repairs, Instant now) {
        List<Repair> counted = within(repairs, now);
        return counted.get(counted.size() - reverts).at().plus(window);
    }
}
