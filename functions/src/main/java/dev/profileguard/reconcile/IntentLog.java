package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import java.util.List;

/// Stores findings before the writes that they describe. If the function is killed between a write
/// and the delivery of its finding, a later invocation still delivers the finding. No method
/// throws: a repair does not depend on the intent log.
public interface IntentLog {
    /// Stores nothing: for a function that only logs its findings, or that writes nothing.
    IntentLog NONE =
            new IntentLog() {
                @Override
                public void record(String subject, List<Finding> findings) {}

                @Override
                public void withdraw(String subject) {}
            };

    /// Stores findings until the outcome of the same attempt replaces them.
    ///
    /// @param subject such as `instance-profile/prod-web`
    void record(String subject, List<Finding> findings);

    /// Deletes them: nothing was written, and there is no outcome.
    void withdraw(String subject);
}
