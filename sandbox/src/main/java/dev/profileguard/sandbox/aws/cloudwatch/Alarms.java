package dev.profileguard.sandbox.aws.cloudwatch;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.sqs.Queues;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The template's alarms. They are evaluated on request and notify nobody.
public record Alarms(
        List<AlarmDefinition> definitions,
        List<QueueDefinition> queueDefinitions,
        Queues queues,
        Metrics metrics,
        InstantSource clock) {
    private static final String QUEUES = "AWS/SQS";
    private static final String VISIBLE = "ApproximateNumberOfMessagesVisible";

    /// The state of each alarm now, in the template's order. Metrics that the sandbox does not have
    /// count as without data.
    public List<Alarm> now() {
        Instant now = clock.instant();
        return definitions.stream()
                .map(definition -> Alarm.of(definition, samples(definition, now), now))
                .toList();
    }

    private List<Sample> samples(AlarmDefinition alarm, Instant now) {
        if (alarm.namespace().equals(QUEUES) && alarm.metric().equals(VISIBLE)) {
            return queueDefinitions.stream()
                    .filter(queue -> queue.name().equals(alarm.dimensions().get("QueueName")))
                    .map(queue -> new Sample(now, queues.visible(queue.arn())))
                    .toList();
        }
        return metrics.samples(new Metric(alarm.namespace(), alarm.metric(), alarm.dimensions()));
    }
}
