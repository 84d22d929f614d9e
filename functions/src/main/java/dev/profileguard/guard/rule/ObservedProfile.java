package dev.profileguard.guard.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.state.GuardRecord;
import org.jspecify.annotations.Nullable;

/// One look: what is remembered of a profile, and what IAM shows.
///
/// @param profile null: IAM has no such profile
public record ObservedProfile(GuardRecord record, @Nullable InstanceProfile profile) {}
