package dev.profileguard.state;

import java.time.Instant;

/// A repair that was done. Repairs are stored for the breaker, and to recognize changes that were
/// already undone.
///
/// @param at when the last write was done, by the clock of the function; the repair undid earlier
///   changes
/// @param eventId the event that caused the repair
/// @param undone the change that was undone, in words; cut to [#MAX_UNDONE_LENGTH] characters
public record Repair(Instant at, String eventId, String undone) {
    /// The maximum length of `undone`. A call can have 50 tag keys of 128 characters.
    /// [GuardRecord#MAX_REPAIRS] repairs, with up to three bytes a character, must fit into a
    /// DynamoDB item of 400 KB.
    public static final int MAX_UNDONE_LENGTH = 500;

    /// Cuts `undone` to its maximum length.
    public Repair {
        if (undone.length() > MAX_UNDONE_LENGTH) {
            undone = undone.substring(0, MAX_UNDONE_LENGTH - 3) + "...";
        }
    }
}
