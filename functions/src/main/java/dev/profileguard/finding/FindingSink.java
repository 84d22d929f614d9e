package dev.profileguard.finding;

import dev.profileguard.core.Finding;

/// Somewhere that findings are sent to.
@FunctionalInterface
public interface FindingSink {
    /// Sends one.
    void send(Finding finding);
}
