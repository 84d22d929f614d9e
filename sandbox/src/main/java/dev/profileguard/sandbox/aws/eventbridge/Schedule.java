package dev.profileguard.sandbox.aws.eventbridge;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.aws.stepfunctions.StepFunctions;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A running schedule: sends its event to its target at its rate.
///
/// @param stack that has the schedule
public record Schedule(
        Stack stack,
        ScheduleDefinition definition,
        LambdaService lambda,
        StepFunctions stepFunctions,
        Queues queues,
        Scheduler scheduler,
        InstantSource clock,
        Timeline timeline) {
    /// Starts the schedule.
    public void start() {
        scheduleAt(clock.instant().plus(definition.first()));
    }

    private void scheduleAt(Instant due) {
        Duration wait = Duration.between(clock.instant(), due);
        scheduler.in(wait.isNegative() ? Duration.ZERO : wait, () -> fire(due));
    }

    private void fire(Instant due) {
        scheduleAt(due.plus(definition.rate()));
        RuleDefinition.Target target = definition.target();
        String event = target.input().of(event(due));
        Optional<FunctionDefinition> function = lambda.find(target.arn());
        if (function.isPresent()) {
            record(function.get().logicalId(), "delivered");
            lambda.invokeAsync(function.get(), event, null);
        } else if (stepFunctions.has(target.arn())) {
            record(null, "delivered");
            stepFunctions.start(target.arn(), event);
        } else {
            record(null, queues.find(target.arn()) == null ? "no such target" : "queued");
            queues.send(target.arn(), event);
        }
    }

    private void record(@Nullable String function, String outcome) {
        timeline.add(
                Entry.of(clock.instant(), Entry.Kind.EVENT)
                        .about("Scheduled Event", "schedule/" + definition.name())
                        .in(function, null)
                        .ended(outcome, null));
    }

    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    private String event(Instant due) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", definition.source());
        event.put("account", stack.account());
        event.put("time", due.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", Stack.REGION);
        event.put("resources", List.of(definition.arn()));
        event.put("detail", definition.source().equals("aws.events") ? Map.of() : "{}");
        try {
            return JSON.std.asString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
