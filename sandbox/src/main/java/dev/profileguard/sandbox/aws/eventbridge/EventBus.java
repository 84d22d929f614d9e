package dev.profileguard.sandbox.aws.eventbridge;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// EventBridge's default bus: sends each event to the functions and queues of the matching rules.
/// Thread-safe.
public final class EventBus {
    /// How long a delayed event waits for the event that is delivered before it.
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final Stack stack;
    private final RuleStates states;
    private final Rules rules;
    private final LambdaService lambda;
    private final Queues queues;
    private final Faults faults;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Timeline timeline;
    private final Duration latency;
    private @Nullable BusEvent delayed;

    /// A bus with these rules.
    ///
    /// @param stack that has it
    /// @param latency the time from a call to the delivery of its event
    public EventBus(
            Stack stack,
            RuleStates states,
            LambdaService lambda,
            Queues queues,
            Faults faults,
            Scheduler scheduler,
            InstantSource clock,
            Timeline timeline,
            Duration latency) {
        this.stack = stack;
        this.states = states;
        this.rules = new Rules(states.rules());
        this.lambda = lambda;
        this.queues = queues;
        this.faults = faults;
        this.scheduler = scheduler;
        this.clock = clock;
        this.timeline = timeline;
        this.latency = latency;
    }

    /// Publishes an event of a recorded call, to which the fault settings apply.
    public void publish(BusEvent event) {
        switch (faults.delivery()) {
            case ONCE -> deliverInOrder(event);
            case TWICE -> {
                deliverInOrder(event);
                deliver(event);
            }
            case LOST -> record(event, null, "lost");
            case AFTER_THE_NEXT -> delay(event);
        }
    }

    /// Publishes an event that an application put. The fault settings do not apply to it.
    public void put(BusEvent event) {
        deliver(event);
    }

    /// The rules that match an event.
    public List<RuleDefinition> matching(BusEvent event) {
        return rules.matching(event.json()).stream()
                .filter(rule -> states.isEnabled(rule.name()))
                .toList();
    }

    /// The rules and which of them are enabled.
    public RuleStates states() {
        return states;
    }

    private void deliverInOrder(BusEvent event) {
        deliver(event);
        BusEvent overtaken = takeDelayed(null);
        if (overtaken != null) {
            deliver(overtaken);
        }
    }

    private void delay(BusEvent event) {
        BusEvent before = replaceDelayed(event);
        if (before != null) {
            deliver(before);
        }
        scheduler.in(
                LONGEST_DELAY,
                () -> {
                    if (takeDelayed(event) != null) {
                        route(event);
                    }
                });
    }

    private void deliver(BusEvent event) {
        scheduler.in(latency, () -> route(event));
    }

    private void route(BusEvent event) {
        List<RuleDefinition> matching = matching(event);
        if (matching.isEmpty()) {
            record(event, null, "no rule matches");
        }
        for (RuleDefinition rule : matching) {
            rule.targets().forEach(target -> sendTo(event, rule, target));
        }
    }

    private void sendTo(BusEvent event, RuleDefinition rule, RuleDefinition.Target target) {
        Optional<FunctionDefinition> function = lambda.find(target.arn());
        if (function.isPresent()) {
            record(event, function.get().logicalId(), "delivered");
            String payload = target.input().of(event.json());
            lambda.invokeAsync(function.get(), payload, event.eventId());
            return;
        }
        QueueDefinition queue = queues.find(target.arn());
        if (queue != null) {
            record(event, null, "queued in " + queue.logicalId());
            queues.send(target.arn(), target.input().of(event.json()));
            return;
        }
        if (target.deadLetters() != null) {
            queues.send(
                    target.deadLetters(),
                    event.json(),
                    Map.of(
                            "RULE_ARN",
                            stack.arn("events", "rule/" + rule.name()),
                            "TARGET_ARN",
                            target.arn(),
                            "ERROR_CODE",
                            "NO_RESOURCE"),
                    Duration.ZERO);
        }
        timeline.add(
                entry(event, Entry.Kind.DEAD_LETTER)
                        .about(event.operation(), target.deadLetters())
                        .ended("no such target: " + target.arn(), null));
    }

    private void record(BusEvent event, @Nullable String function, String outcome) {
        timeline.add(
                entry(event, Entry.Kind.EVENT).in(function, event.eventId()).ended(outcome, null));
    }

    private Entry entry(BusEvent event, Entry.Kind kind) {
        return Entry.of(clock.instant(), kind)
                .by(event.actor())
                .about(event.operation(), event.subject())
                .in(null, event.eventId());
    }

    private synchronized @Nullable BusEvent replaceDelayed(BusEvent event) {
        BusEvent before = delayed;
        delayed = event;
        return before;
    }

    /// Takes the delayed event; null: there is none.
    ///
    /// @param only take only this event; null: take any
    private synchronized @Nullable BusEvent takeDelayed(@Nullable BusEvent only) {
        BusEvent event = delayed;
        if (event != null && (only == null || only.id().equals(event.id()))) {
            delayed = null;
            return event;
        }
        return null;
    }
}
