package dev.profileguard.event;

import dev.profileguard.finding.Finding;
import java.time.Instant;
import java.util.List;

/// One API call, as CloudTrail tells of it: who made it, and when.
///
/// @param operation the IAM, EC2 or tagging call, such as `AddRoleToInstanceProfile`
/// @param account the twelve digits, or whatever the record has there
/// @param eventId CloudTrail's, the same on every delivery of the event; for a manual invocation
///   its request ID
/// @param time CloudTrail's, in whole seconds
public record Call(Actor actor, String operation, String account, String eventId, Instant time) {
    /// A finding that this call led to; its cause begins with who made the call, and when.
    public Finding finding(
            Finding.Kind kind, String subject, String cause, List<String> done, List<String> todo) {
        return new Finding(
                kind,
                subject,
                account,
                actor.described(),
                "%s (%s at %s): %s".formatted(actor.described(), operation, time, cause),
                done,
                todo,
                eventId);
    }
}
