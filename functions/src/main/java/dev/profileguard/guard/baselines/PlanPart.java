package dev.profileguard.guard.baselines;

import org.jspecify.annotations.Nullable;

/// Which part of a plan a request contains. A large import needs several requests; only after the
/// last one the plan can be applied.
///
/// @param plan the plan of the earlier parts; null: this is the first one
/// @param number from 1
/// @param last whether no part follows
public record PlanPart(@Nullable String plan, int number, boolean last) {
    /// All of a plan.
    public static final PlanPart WHOLE = new PlanPart(null, 1, true);
}
