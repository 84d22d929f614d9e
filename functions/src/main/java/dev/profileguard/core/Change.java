package dev.profileguard.core;

import java.time.Instant;

/// One event about one instance profile: which, what was done, and by whom. What the profile is
/// like now is for a look at IAM to tell.
///
/// @param operation the IAM or tagging call, such as `AddRoleToInstanceProfile`
/// @param account the twelve digits, or whatever the record has there
/// @param eventId CloudTrail's, the same on every delivery of the event
/// @param time CloudTrail's, in whole seconds
public record Change(
        ProfileName profile,
        Edit edit,
        Actor actor,
        String operation,
        String account,
        String eventId,
        Instant time) {
    /// How a person would say it.
    public String described() {
        return "%s %s (%s at %s)".formatted(actor.described(), edit.described(), operation, time);
    }
}
