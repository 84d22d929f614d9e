package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the `Events` of a function or state machine. SAM turns each of them into a resource of its
/// own.
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
///
/// @param id the logical ID of the function or state machine
/// @param arn its ARN
record EventReader(Intrinsics intrinsics, String id, String arn) {
    private static final int DEFAULT_BATCH = 10;
    private static final int MOST_WITHOUT_WINDOW = 10;
    private static final int MOST_IN_A_BATCH = 10_000;

    /// The resources of events: rules, schedules, event source mappings.
    ///
    /// @param rulesOff the disabled rules
    record Events(
            List<RuleDefinition> rules,
            List<RuleDefinition> rulesOff,
            List<ScheduleDefinition> schedules,
            List<SourceDefinition> sources) {
        Events() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /// @param into collects the events' resources
    void read(Map<String, Object> resource, Events into) {
        TemplateNode.map(resource, "Properties", "Events")
                .forEach((name, event) -> {
                    String type = TemplateNode.text(TemplateNode.map(event), "Type", "");
                    Map<String, Object> properties =
                            intrinsics.resolveMap(
                                    TemplateNode.map(TemplateNode.map(event), "Properties"));
                    if (isOn(properties)) {
                        add(id + name, type, properties, into);
                    } else if (isRule(type)) {
                        into.rulesOff().add(rule(id + name, properties));
                    }
                });
    }

    /// Whether the template does not disable it.
    static boolean isOn(Map<String, Object> properties) {
        return !"DISABLED".equals(properties.get("State"))
                && Boolean.parseBoolean(TemplateNode.text(properties, "Enabled", "true"));
    }

    private static boolean isRule(String type) {
        return type.equals("EventBridgeRule") || type.equals("CloudWatchEvent");
    }

    private void add(String eventId, String type, Map<String, Object> properties, Events into) {
        switch (type) {
            case "EventBridgeRule", "CloudWatchEvent" ->
                    into.rules().add(rule(eventId, properties));
            case "Schedule" -> into.schedules().add(schedule(eventId, properties));
            case "ScheduleV2" -> into.schedules().add(scheduleV2(eventId, properties));
            case "SQS" -> into.sources().add(source(eventId, properties));
            default -> {} // nothing in the sandbox causes such an event
        }
    }

    private RuleDefinition rule(String eventId, Map<String, Object> properties) {
        return new RuleDefinition(
                named(eventId),
                Patterns.json(properties.get("Pattern")),
                List.of(target(eventId, properties)));
    }

    private ScheduleDefinition schedule(String eventId, Map<String, Object> properties) {
        String name = TemplateNode.text(properties, "Name", named(eventId));
        return schedule(eventId, properties, "aws.events", name, "Schedule");
    }

    /// SAM names it after its logical ID, without the stack's name. Such a name can be used only
    /// once in an account and region.
    private ScheduleDefinition scheduleV2(String eventId, Map<String, Object> properties) {
        boolean omitted = Boolean.parseBoolean(TemplateNode.text(properties, "OmitName", "false"));
        String name = TemplateNode.text(properties, "Name", omitted ? named(eventId) : eventId);
        return schedule(eventId, properties, "aws.scheduler", name, "ScheduleExpression");
    }

    private ScheduleDefinition schedule(
            String eventId,
            Map<String, Object> properties,
            String source,
            String name,
            String expression) {
        Duration rate =
                ScheduleExpression.rate(eventId, TemplateNode.text(properties, expression, ""));
        String arn =
                source.equals("aws.events")
                        ? intrinsics.stack().arn("events", "rule/" + name)
                        : intrinsics.stack().arn("scheduler", "schedule/default/" + name);
        return new ScheduleDefinition(name, arn, source, rate, target(eventId, properties));
    }

    private RuleDefinition.Target target(String eventId, Map<String, Object> properties) {
        return new RuleDefinition.Target(
                arn,
                TemplateNode.text(TemplateNode.map(properties, "DeadLetterConfig"), "Arn"),
                TargetInputReader.read(eventId, properties));
    }

    private SourceDefinition source(String eventId, Map<String, Object> properties) {
        int window = TemplateNode.number(properties, "MaximumBatchingWindowInSeconds", 0);
        int size = TemplateNode.number(properties, "BatchSize", DEFAULT_BATCH);
        int most = window == 0 ? MOST_WITHOUT_WINDOW : MOST_IN_A_BATCH;
        if (size < 1 || size > most) {
            throw new TemplateException(
                    "BatchSize of %s must be from 1 to %d, not %d; more than 10 needs MaximumBatchingWindowInSeconds"
                            .formatted(eventId, most, size));
        }
        return new SourceDefinition(
                arn,
                TemplateNode.text(properties, "Queue", ""),
                size,
                Duration.ofSeconds(window),
                TemplateNode.texts(properties.get("FunctionResponseTypes"))
                        .contains("ReportBatchItemFailures"));
    }

    private static String named(String eventId) {
        return Stack.NAME + "-" + eventId;
    }
}
