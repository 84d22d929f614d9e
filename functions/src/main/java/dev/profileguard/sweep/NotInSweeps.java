package dev.profileguard.sweep;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;

/// A rule in a sweep that covers nothing. A refused call is no state of a role or profile: the
/// request `failures` finds those whose events were lost. A rotation is what a person decides, and
/// its finding lasts until it is over. The canary has a schedule of its own.
///
/// @param modeParameter the template parameter that sets the function's mode
public record NotInSweeps(Rule rule, String modeParameter) implements SweepRule {
    @Override
    public String name() {
        return rule.inSweeps();
    }

    /// A sweep needs none of the function's settings.
    @Override
    public Mode mode() {
        return Mode.OFF;
    }

    @Override
    public boolean covers(TaggedType type) {
        return false;
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        throw new UnsupportedOperationException(rule.text() + " takes no part in sweeps");
    }
}
