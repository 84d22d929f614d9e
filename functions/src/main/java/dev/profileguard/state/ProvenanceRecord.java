package dev.profileguard.state;

import java.time.Instant;

/// What is on record of a profile that ProfileProvisioner made.
///
/// @param roleId of the role that it was made for
/// @param at when it was about to be made
public record ProvenanceRecord(String roleId, Instant at) {}
