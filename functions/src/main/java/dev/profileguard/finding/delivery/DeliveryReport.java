package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Notice;
import dev.profileguard.text.VisibleText;
import java.util.List;

/// The result of delivering the notices of one invocation.
///
/// @param notices all notices of the invocation
/// @param undelivered notices that a sink did not accept; they are in the dead-letter queue, except
///   those in `lost`
/// @param lost notices that the dead-letter queue did not accept either
/// @param errors other errors, as sentences
public record DeliveryReport(
        List<Notice> notices,
        List<Undelivered> undelivered,
        List<Undelivered> lost,
        List<String> errors) {
    /// Takes copies, and makes the errors messages.
    public DeliveryReport {
        notices = List.copyOf(notices);
        undelivered = List.copyOf(undelivered);
        lost = List.copyOf(lost);
        errors = errors.stream().map(VisibleText::message).toList();
    }
}
