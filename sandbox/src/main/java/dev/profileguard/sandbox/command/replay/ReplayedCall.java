package dev.profileguard.sandbox.command.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A record that is being played, or a call that a function made because of it.
///
/// @param number of the record from the files, counted from 0
/// @param at when it was played
/// @param caller the function that made the call; null: it is the record itself
record ReplayedCall(int number, RawRecord record, Instant at, @Nullable String caller) {}
