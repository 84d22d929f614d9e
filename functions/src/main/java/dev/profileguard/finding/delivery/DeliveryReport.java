package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Notice;
import java.util.List;

/// What became of an invocation's notices.
///
/// @param notices all that were to be sent
/// @param undelivered those that a sink did not take; they are in the dead-letter queue
/// @param lost those of them that the queue did not take either
/// @param trouble what else went wrong, as sentences
public record DeliveryReport(
        List<Notice> notices,
        List<Undelivered> undelivered,
        List<Undelivered> lost,
        List<String> trouble) {
    /// Takes copies.
    public DeliveryReport {
        notices = List.copyOf(notices);
        undelivered = List.copyOf(undelivered);
        lost = List.copyOf(lost);
        trouble = List.copyOf(trouble);
    }
}
