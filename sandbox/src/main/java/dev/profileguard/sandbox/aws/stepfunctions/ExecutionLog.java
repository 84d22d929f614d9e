package dev.profileguard.sandbox.aws.stepfunctions;

import dev.profileguard.sandbox.aws.cloudwatch.Metric;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records executions in the timeline, and their starts and ends also in the metrics.
/// https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
record ExecutionLog(InstantSource clock, Timeline timeline, Metrics metrics) {
    /// @param event as an execution's history names it, such as `TaskFailed`
    void add(StateMachine machine, String event, String outcome) {
        timeline.add(entry(machine, event, outcome));
    }

    /// Records the start or end of an execution, and counts it.
    ///
    /// @param output its output, as JSON; null: it has none
    /// @param metric such as `ExecutionsFailed`
    void count(
            StateMachine machine,
            String event,
            String outcome,
            @Nullable String output,
            String metric) {
        timeline.add(entry(machine, event, outcome).with(output));
        Map<String, String> dimensions = Map.of("StateMachineArn", machine.arn());
        metrics.add(new Metric("AWS/States", metric, dimensions), clock.instant(), 1);
    }

    private Entry entry(StateMachine machine, String event, String outcome) {
        return Entry.of(clock.instant(), Entry.Kind.EXECUTION)
                .about(event, "stateMachine/" + machine.name())
                .ended(outcome, null);
    }
}
