package dev.profileguard.noderole.rule;

import dev.profileguard.event.Call;
import dev.profileguard.iam.Action;
import org.jspecify.annotations.Nullable;

/// A repair of one problem of a node role.
///
/// @param check the answer that shows the problem
/// @param by the call that caused the problem, which CloudTrail recorded; null: none is known
public record NodeRepair(Check check, Action action, @Nullable Call by) {}
