package dev.profileguard.core;

import org.jspecify.annotations.Nullable;

/// One look: what is remembered of a profile, and what IAM shows.
///
/// @param profile null: IAM has no such profile
public record Observed(GuardRecord record, @Nullable InstanceProfile profile) {}
