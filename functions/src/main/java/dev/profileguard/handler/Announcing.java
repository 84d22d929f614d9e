package dev.profileguard.handler;

import dev.profileguard.core.Finding;
import java.util.List;

/// Keeps what is about to be told, before anything is written that leads to it: whoever is killed
/// between a write and its finding leaves the finding for the next one who looks.
@FunctionalInterface
interface Announcing {
    /// Where findings go to the log alone, or nothing is written.
    Announcing NONE = (subject, findings) -> {};

    /// Never throws: what is to be repaired does not wait for what is to be told.
    ///
    /// @param subject such as `instance-profile/prod-web`
    void announce(String subject, List<Finding> findings);
}
