package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import org.jspecify.annotations.Nullable;

/// One change of an instance profile, evaluated by [Guard].
public record GuardTask(Change change, Guard guard) implements Task {
    @Override
    public String subject() {
        return change.profile().subject();
    }

    @Override
    public String eventId() {
        return change.eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return guard.untouchable(change.profile());
    }

    @Override
    public Decision decisionAfterError() {
        return GuardDecision.REVERT;
    }

    @Override
    public Step begin(Attempt attempt) {
        return GuardSteps.read(
                change.profile(),
                seen ->
                        Step.need(
                                Read.OfTime.NOW,
                                now ->
                                        new GuardSteps(change, seen, now, null)
                                                .of(guard.decide(change, seen, now))));
    }
}
