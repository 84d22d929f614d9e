package dev.profileguard.state;

import java.time.Instant;

/// That a change became part of the baseline because of its event alone: no sweep has compared it
/// with CloudTrail yet. Whoever may invoke the function can hand in an event that never happened.
///
/// @param eventId the event's ID
/// @param by who made the change, as the event says; the text of an actor
/// @param time when the change was made, as the event says
public record Adopted(String eventId, String by, Instant time) {}
