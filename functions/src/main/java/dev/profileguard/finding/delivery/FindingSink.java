package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Notice;
import java.util.List;

/// Somewhere that findings are sent to.
public interface FindingSink {
    /// How people know it, such as `FindingsTopic`.
    String name();

    /// Sends notices, oldest first.
    ///
    /// @return those that did not arrive, and why; a failure of all may be thrown instead
    List<Undelivered> send(List<Notice> notices);
}
