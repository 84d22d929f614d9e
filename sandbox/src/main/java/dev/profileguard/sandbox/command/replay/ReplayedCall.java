package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.trail.RawRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A record that is being replayed, or a call that a function made because of it.
///
/// @param index of the record among those from the files, counted from 0; for a function's call,
///   the index of the record that caused it
/// @param at the sandbox's time of the replay
/// @param caller the logical ID of the function that made the call; null: the record is from a file
record ReplayedCall(int index, RawRecord record, Instant at, @Nullable String caller) {}
