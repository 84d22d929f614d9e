package dev.profileguard.advice;

import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.failure.FailureBurst;
import java.time.Duration;
import java.time.Instant;

/// Counts a refused call, and explains it if it is the first of its burst.
///
/// The explanation waits: so the finding has the number of calls, and a call that fails only
/// because IAM shows a change late has succeeded meanwhile.
record AdviceTask(Failure failure) implements FailureTask {
    /// How long after the call it is explained.
    static final Duration DELAY = Duration.ofMinutes(2);

    /// An event from further in the future, which no clock explains, is not waited for.
    private static final Duration LONGEST_WAIT = DELAY.plusMinutes(5);

    @Override
    public Step begin(Attempt attempt) {
        Plan other = Explanation.otherReason(failure);
        return other != null
                ? other
                : Step.need(
                        new Read.OfFailures(failure.key()),
                        before -> counted(before, before.with(eventId(), failure.by().time())));
    }

    private Step counted(FailureBurst before, FailureBurst next) {
        Memory memory = new Memory.OfFailures(before, next);
        return next.isLedBy(eventId())
                ? Step.need(Read.OfTime.NOW, now -> explained(next, memory, now))
                : Plan.leave(
                                AdviceDecision.COUNTED,
                                "The same call by the same actor failed %s times since %s: one finding is about all"
                                        .formatted(next.count(), next.first()))
                        .remembering(memory);
    }

    private Step explained(FailureBurst burst, Memory memory, Instant now) {
        Instant due = failure.by().time().plus(DELAY);
        Duration early = Duration.between(now, due);
        return early.isPositive() && early.compareTo(LONGEST_WAIT) <= 0
                ? Plan.leave(
                                AdviceDecision.NOT_YET,
                                "Waiting until %s, to count what fails with it".formatted(due))
                        .remembering(memory)
                : new Explanation(failure, burst).step(plan -> plan.remembering(memory));
    }
}
