package dev.profileguard.state;

import java.time.Instant;

/// One repair that was made, kept for the breaker and to recognize what we undid ourselves.
///
/// @param at when the last write was done, by our clock: what is older, it undid
/// @param eventId the event that led to it
/// @param undone who was undone; cut off after [#LONGEST_UNDONE] characters
public record Repair(Instant at, String eventId, String undone) {
    /// A call may name 50 tags of 128 characters. [GuardRecord#MOST_REPAIRS] of them, with three
    /// bytes a character, have to fit into a DynamoDB item of 400 KB.
    public static final int LONGEST_UNDONE = 500;

    /// Cuts off what is too long to be kept.
    public Repair {
        if (undone.length() > LONGEST_UNDONE) {
            undone = undone.substring(0, LONGEST_UNDONE - 3) + "...";
        }
    }
}
