package dev.profileguard.sandbox.aws.cloudwatch;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.sqs.Depth;
import dev.profileguard.sandbox.aws.sqs.Queues;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        if (alarm.several() != null) {
            return switch (alarm.several().expression()) {
                case LARGEST_INCREASE -> growth(alarm, alarm.several(), now);
                case TOTAL -> total(alarm, alarm.several());
            };
        }
        if (alarm.namespace().equals(QUEUES) && alarm.metric().equals(VISIBLE)) {
            return queue(alarm.dimensions()).stream()
                    .map(queue -> new Sample(now, queues.visible(queue.arn())))
                    .toList();
        }
        return metrics.samples(new Metric(alarm.namespace(), alarm.metric(), alarm.dimensions()));
    }

    private List<Sample> total(AlarmDefinition alarm, AlarmDefinition.Several several) {
        return several.dimensions().stream()
                .map(each -> new Metric(alarm.namespace(), alarm.metric(), each))
                .flatMap(metric -> metrics.samples(metric).stream())
                .toList();
    }

    /// One sample for each period that is evaluated: by how much the queue that grew most grew.
    private List<Sample> growth(
            AlarmDefinition alarm, AlarmDefinition.Several watched, Instant now) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < alarm.periods(); i++) {
            Instant end = now.minus(alarm.period().multipliedBy(i));
            watched.dimensions().stream()
                    .flatMap(each -> queue(each).stream())
                    .mapToInt(queue -> growth(queue, end, alarm.period()))
                    .max()
                    .ifPresent(most -> samples.add(new Sample(end, most)));
        }
        return samples;
    }

    private int growth(QueueDefinition queue, Instant end, Duration period) {
        List<Depth> depths = queues.depths(queue.arn());
        Instant begin = end.minus(period);
        return largest(depths, begin, end) - largest(depths, begin.minus(period), begin);
    }

    /// The largest depth within a period, whose beginning is not part of it.
    private static int largest(List<Depth> depths, Instant begin, Instant end) {
        int atBegin =
                depths.stream()
                        .filter(each -> !each.since().isAfter(begin))
                        .reduce((earlier, later) -> later)
                        .map(Depth::visible)
                        .orElse(0);
        int within =
                depths.stream()
                        .filter(each -> each.since().isAfter(begin) && !each.since().isAfter(end))
                        .mapToInt(Depth::visible)
                        .max()
                        .orElse(0);
        return Math.max(atBegin, within);
    }

    private Optional<QueueDefinition> queue(Map<String, String> dimensions) {
        return queueDefinitions.stream()
                .filter(queue -> queue.name().equals(dimensions.get("QueueName")))
                .findFirst();
    }
}
