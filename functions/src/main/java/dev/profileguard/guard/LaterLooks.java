package dev.profileguard.guard;

import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.guard.rule.Reassociation;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Subject;
import dev.profileguard.lambda.DelayQueue;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.repair.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans another evaluation of what was left as it is only for some time: a withheld role, drift
/// without a known cause, what the breaker left alone, and what a pause of all writes left alone.
/// No event may follow, and the next sweep can be hours away.
///
/// The record names the planned time, so that there is one message for a profile, however many
/// events arrive. If that message is lost, the next event or sweep of the profile plans another.
///
/// @param grace how long drift without a known cause is not repaired
/// @param associates whether instances of a deleted profile are associated again
record LaterLooks(
        Ports ports,
        Breaker breaker,
        Duration grace,
        Reassociation.Switch associates,
        DelayQueue queue) {
    /// How often the reasons for a wait are looked at again.
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /// How often instances of a deleted profile are looked for. EC2 does not know a profile at once
    /// that was just created.
    ///
    /// See
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    private static final Duration SHORT_INTERVAL = Duration.ofMinutes(1);

    /// How long they are looked for at short intervals. After that, each sweep looks for them.
    private static final Duration SHORT_LOOKS = Duration.ofHours(1);

    /// Plans what the outcomes need.
    ///
    /// @throws RuntimeException if the queue does not accept a message
    void plan(List<Outcome> outcomes) {
        if (queue.url().isEmpty()) {
            return;
        }
        for (Outcome outcome : outcomes) {
            if ((waits(outcome) || isToAssociate(outcome)) && outcome.subject() != null) {
                plan(new ProfileName(Subject.parse(outcome.subject()).name().value()), outcome);
            }
        }
    }

    private static boolean waits(Outcome outcome) {
        Decision decision = outcome.decision();
        return decision == GuardDecision.WITHHELD
                || decision == GuardDecision.UNEXPLAINED
                || decision == Decision.Common.BREAKER_OPEN
                || isPaused(outcome);
    }

    /// Whether a function that may write left actions to be done: writes are paused.
    private static boolean isPaused(Outcome outcome) {
        return outcome.actions().stream().anyMatch(each -> each.effect() == Effect.WOULD_DO);
    }

    /// Whether instances may have the ID of a deleted profile.
    private boolean isToAssociate(Outcome outcome) {
        return associates == Reassociation.Switch.ON
                && (outcome.decision() == GuardDecision.ASSOCIATING
                        || outcome.findings().stream()
                                .anyMatch(each ->
                                        each.kind() == Kind.PROFILE_RESTORED
                                                || each.kind() == Kind.PROFILE_RECREATED));
    }

    private void plan(ProfileName profile, Outcome outcome) {
        GuardRecord record = ports.guard().load(profile);
        Instant now = ports.clock().instant();
        boolean waits = waits(outcome);
        if (isPlanned(record, now) || !(waits || isShort(record, now))) {
            return;
        }
        Instant due = waits ? due(record, outcome, now) : now.plus(SHORT_INTERVAL);
        send(new LaterLook(profile, due), now);
        try {
            ports.guard().save(record.lookedAtAgain(due));
        } catch (ChangedMeanwhileException e) { // at worst, a second message is sent
            return;
        }
    }

    private static boolean isShort(GuardRecord record, Instant now) {
        return record.former().stream()
                .anyMatch(each -> now.isBefore(each.since().plus(SHORT_LOOKS)));
    }

    /// Whether another evaluation than this one is planned.
    boolean isPlanned(GuardRecord record, Instant now) {
        Instant planned = record.lookAgain();
        return planned != null && planned.isAfter(now);
    }

    /// Sends a message that arrives at the planned time, or as late as SQS allows before it.
    void send(LaterLook look, Instant now) {
        queue.send(look.json(), Duration.between(now, look.at()));
    }

    private Instant due(GuardRecord record, Outcome outcome, Instant now) {
        Instant known = isPaused(outcome) ? endOfPause() : known(record, outcome.decision(), now);
        return known == null || !known.isAfter(now) ? now.plus(INTERVAL) : known;
    }

    private @Nullable Instant endOfPause() {
        Pause pause = ports.pauses().current();
        return pause == null ? null : pause.until();
    }

    /// When the wait ends; null: that is not known.
    private @Nullable Instant known(GuardRecord record, Decision decision, Instant now) {
        if (decision == Decision.Common.BREAKER_OPEN) {
            return breaker.isOpen(record.repairs(), now)
                    ? breaker.closesAt(record.repairs(), now)
                    : null;
        }
        GuardRecord.Unexplained drift = record.unexplained();
        return decision == GuardDecision.UNEXPLAINED && drift != null
                ? drift.since().plus(grace)
                : null;
    }
}
