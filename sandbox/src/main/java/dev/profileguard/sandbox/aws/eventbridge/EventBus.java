package dev.profileguard.sandbox.aws.eventbridge;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// EventBridge's default bus: takes events, and hands them to the functions and queues of the rules
/// that match. Thread-safe.
public final class EventBus {
    /// How long an event that was overtaken waits for the one that overtakes it.
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    private final Rules rules;
    private final LambdaService lambda;
    private final Queues queues;
    private final Faults faults;
    private final Scheduler agenda;
    private final InstantSource clock;
    private final Timeline timeline;
    private final Duration latency;
    private @Nullable BusEvent held;

    /// A bus with these rules.
    ///
    /// @param latency from a call to the delivery of its event
    public EventBus(
            List<RuleDefinition> rules,
            LambdaService lambda,
            Queues queues,
            Faults faults,
            Scheduler agenda,
            InstantSource clock,
            Timeline timeline,
            Duration latency) {
        this.rules = new Rules(rules);
        this.lambda = lambda;
        this.queues = queues;
        this.faults = faults;
        this.agenda = agenda;
        this.clock = clock;
        this.timeline = timeline;
        this.latency = latency;
    }

    /// Takes an event, which meets the faults on its way.
    public void publish(BusEvent event) {
        switch (faults.delivery()) {
            case ONCE -> pass(event);
            case TWICE -> {
                pass(event);
                deliverSoon(event);
            }
            case LOST -> tell(event, null, "lost");
            case AFTER_THE_NEXT -> hold(event);
        }
    }

    /// Takes an event that an application put, which the faults of IAM's own events spare.
    public void put(BusEvent event) {
        deliverSoon(event);
    }

    /// The rules that match an event.
    public List<RuleDefinition> matching(BusEvent event) {
        return rules.matching(event.json());
    }

    private void pass(BusEvent event) {
        deliverSoon(event);
        BusEvent overtaken = takeHeld(null);
        if (overtaken != null) {
            deliverSoon(overtaken);
        }
    }

    private void hold(BusEvent event) {
        BusEvent before = exchangeHeld(event);
        if (before != null) {
            deliverSoon(before);
        }
        agenda.in(
                LONGEST_HOLD,
                () -> {
                    if (takeHeld(event) != null) {
                        route(event);
                    }
                });
    }

    private void deliverSoon(BusEvent event) {
        agenda.in(latency, () -> route(event));
    }

    private void route(BusEvent event) {
        List<RuleDefinition> matching = rules.matching(event.json());
        if (matching.isEmpty()) {
            tell(event, null, "no rule matches");
        }
        for (RuleDefinition rule : matching) {
            rule.targets().forEach(target -> hand(event, target));
        }
    }

    private void hand(BusEvent event, RuleDefinition.Target target) {
        Optional<FunctionDefinition> function = lambda.find(target.arn());
        if (function.isPresent()) {
            tell(event, function.get().logicalId(), "delivered");
            String payload = target.input().of(event.json());
            lambda.invokeAsync(function.get(), payload, event.eventId());
            return;
        }
        QueueDefinition queue = queues.find(target.arn());
        if (queue != null) {
            tell(event, null, "queued in " + queue.logicalId());
            queues.send(target.arn(), target.input().of(event.json()));
            return;
        }
        if (target.deadLetters() != null) {
            queues.send(target.deadLetters(), event.json());
        }
        timeline.add(
                entry(event, Entry.Kind.DEAD_LETTER)
                        .about(event.operation(), target.deadLetters())
                        .ended("no such target: " + target.arn(), null));
    }

    private void tell(BusEvent event, @Nullable String function, String outcome) {
        timeline.add(
                entry(event, Entry.Kind.EVENT).in(function, event.eventId()).ended(outcome, null));
    }

    private Entry entry(BusEvent event, Entry.Kind kind) {
        return Entry.of(clock.instant(), kind)
                .by(event.actor())
                .about(event.operation(), event.subject())
                .in(null, event.eventId());
    }

    private synchronized @Nullable BusEvent exchangeHeld(BusEvent event) {
        BusEvent before = held;
        held = event;
        return before;
    }

    /// @param only take it only if it is this one; null: take any
    private synchronized @Nullable BusEvent takeHeld(@Nullable BusEvent only) {
        BusEvent event = held;
        if (event != null && (only == null || only.id().equals(event.id()))) {
            held = null;
            return event;
        }
        return null;
    }
}
