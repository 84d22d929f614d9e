package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import java.util.Set;

/// How much of a role or profile the rule evaluated.
///
/// @param isComplete whether a problem without a finding is resolved
/// @param open the kinds of problems that were not evaluated: they stay open all the same
public record Coverage(boolean isComplete, Set<Finding.Kind> open) {
    /// Everything: a problem without a finding is resolved.
    public static final Coverage COMPLETE = allBut(Set.of());

    /// Not everything: an action failed, or the rule used the event without comparing it with IAM.
    public static final Coverage PARTIAL = new Coverage(false, Set.of());

    /// Takes a copy.
    public Coverage {
        open = Set.copyOf(open);
    }

    /// Everything but the problems of these kinds.
    public static Coverage allBut(Set<Finding.Kind> kinds) {
        return new Coverage(true, kinds);
    }
}
