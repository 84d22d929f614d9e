package dev.profileguard.core;

import java.time.Instant;

/// One repair that was made, kept for the breaker and to recognize what we undid ourselves.
///
/// @param at by our clock
/// @param eventId the event that led to it
/// @param undone who was undone
public record Repair(Instant at, String eventId, String undone) {}
