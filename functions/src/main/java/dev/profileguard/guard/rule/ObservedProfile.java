package dev.profileguard.guard.rule;

import dev.profileguard.core.GuardRecord;
import dev.profileguard.iam.InstanceProfile;
import org.jspecify.annotations.Nullable;

/// One look: what is remembered of a profile, and what IAM shows.
///
/// @param profile null: IAM has no such profile
public record ObservedProfile(GuardRecord record, @Nullable InstanceProfile profile) {}
