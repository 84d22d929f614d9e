package dev.profileguard.guard.baselines;

import dev.profileguard.iam.RoleName;
import org.jspecify.annotations.Nullable;

/// The role of a baseline that somebody wants to be recorded.
public sealed interface WantedRole {
    /// Whatever is recorded; if nothing is, what IAM shows.
    record AsItIs() implements WantedRole {}

    /// No role.
    record None() implements WantedRole {}

    /// This role.
    ///
    /// @param id null: the role that has this name now
    record Named(RoleName name, @Nullable String id) implements WantedRole {}
}
