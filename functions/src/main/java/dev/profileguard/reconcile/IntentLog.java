package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import java.util.List;

/// Keeps what is about to be told, before anything is written that leads to it: whoever is killed
/// between a write and its finding leaves the finding for the next one who looks. Nothing of it
/// throws: what is to be repaired does not wait for what is to be told.
public interface IntentLog {
    /// Where findings go to the log alone, or nothing is written.
    IntentLog NONE =
            new IntentLog() {
                @Override
                public void record(String subject, List<Finding> findings) {}

                @Override
                public void withdraw(String subject) {}
            };

    /// Keeps findings until an outcome of the same attempt says what came of them.
    ///
    /// @param subject such as `instance-profile/prod-web`
    void record(String subject, List<Finding> findings);

    /// Forgets them again: nothing was written, and no outcome says so.
    void withdraw(String subject);
}
