package dev.profileguard.advice;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import dev.profileguard.sweep.SweepRule;

/// FailureAdvisor's rule in a sweep: it covers nothing. A refused call is no state of a role or
/// profile; the request `failures` finds those whose events were lost.
public record AdviceSweep(Mode mode) implements SweepRule {
    /// The rule. A sweep needs none of its settings.
    public static AdviceSweep in(Platform platform) {
        return new AdviceSweep(Mode.OFF);
    }

    @Override
    public String name() {
        return Rule.FAILURE_ADVISOR.inSweeps();
    }

    @Override
    public String modeParameter() {
        return AdviceSettings.MODE;
    }

    @Override
    public boolean covers(TaggedType type) {
        return false;
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        throw new UnsupportedOperationException("A sweep explains no calls");
    }
}
