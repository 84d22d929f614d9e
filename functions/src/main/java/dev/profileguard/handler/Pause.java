package dev.profileguard.handler;

import java.time.Duration;

/// Waits. The sandbox waits by its own clock.
@FunctionalInterface
public interface Pause {
    /// Returns after this much time.
    void await(Duration time);
}
