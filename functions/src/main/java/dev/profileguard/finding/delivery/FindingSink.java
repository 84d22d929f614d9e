package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Notice;
import java.util.List;

/// A destination of findings.
public interface FindingSink {
    /// The name of the sink in messages, such as `FindingsTopic`.
    String name();

    /// Sends notices, oldest first.
    ///
    /// @return the notices that were not delivered, with errors; if all failed, an exception may be
    ///   thrown instead
    List<Undelivered> send(List<Notice> notices);
}
