package dev.profileguard.state;

import java.time.Instant;

/// The record of a profile that ProfileProvisioner created.
///
/// @param roleId the ID of the role for which it was created
/// @param at the time just before the creation
public record ProvenanceRecord(String roleId, Instant at) {}
