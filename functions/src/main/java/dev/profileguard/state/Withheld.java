package dev.profileguard.state;

import java.time.Instant;

/// That a role is kept out of its profile, or was just put into it and is still to be checked:
/// instances that began to use the profile while it stood wrong would get the role.
///
/// @param since when the profile was last known to be right: an instance whose use began before is
///   no reason
/// @param by who made it stand wrong; the text of an actor
/// @param eventId the event of that change
/// @param cause what was changed, as a sentence for people
public record Withheld(Instant since, String by, String eventId, String cause) {
    /// The earlier one of two.
    public Withheld orEarlier(Withheld other) {
        return other.since.isBefore(since) ? other : this;
    }
}
