package dev.profileguard.provision;

import dev.profileguard.iam.RoleName;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// The time from which a trigger about a role is handled, because others may still do it
/// themselves.
record Due(RoleName role, Instant time) {
    /// The longest wait for a trigger that is too early. After a longer time, the queue delivers
    /// the trigger again.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /// Continues when the trigger is due: waits a short time, or decides `not-yet`.
    Step then(Supplier<Step> next) {
        return Step.need(
                Read.OfTime.NOW,
                now -> {
                    Duration early = Duration.between(now, time);
                    if (early.compareTo(LONGEST_WAIT) > 0) {
                        return notYet();
                    }
                    return early.isPositive()
                            ? Step.need(new Read.OfTime(time), later -> next.get())
                            : next.get();
                });
    }

    private Plan notYet() {
        return Plan.leave(
                ProvisionDecision.NOT_YET,
                "Waiting until %2$s, so that others can create or delete the profile of %1$s themselves"
                        .formatted(role, time));
    }
}
