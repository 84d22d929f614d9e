package dev.profileguard.sweep;

import dev.profileguard.event.Call;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import dev.profileguard.sweep.result.DeliveryCheck;
import java.util.List;

/// A rule that cannot run in this invocation, because what its settings refer to cannot be used. It
/// covers nothing. A sweep reports the fault, and runs the other rules.
///
/// @param fault of the function, unless the function is off
/// @param functionMode the function's mode
/// @param modeParameter the template parameter that sets it
public record UnreadableRule(
        String name, Mode functionMode, String modeParameter, DeliveryCheck fault)
        implements SweepRule {
    /// Nothing is evaluated.
    @Override
    public Mode mode() {
        return Mode.OFF;
    }

    @Override
    public boolean covers(TaggedType type) {
        return false;
    }

    /// The fault, unless nobody misses the rule.
    @Override
    public List<DeliveryCheck> checks() {
        return functionMode == Mode.OFF ? List.of() : List.of(fault);
    }

    /// @throws IllegalStateException always: the item of a plan, say, cannot be applied
    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        throw new IllegalStateException(String.join(". ", fault.faults()));
    }
}
