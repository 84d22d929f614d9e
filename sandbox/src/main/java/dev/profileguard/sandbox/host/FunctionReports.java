package dev.profileguard.sandbox.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.lambda.Reporting;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudwatch.Metric;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Writes a function's results to the timeline, and what it measured to metrics.
record FunctionReports(
        FunctionDefinition function,
        Caller role,
        InstantSource clock,
        Consumer<String> warningListener,
        Timeline timeline,
        Metrics metrics)
        implements Reporting {
    private static final String SERVICE = "POWERTOOLS_SERVICE_NAME";

    @Override
    public void report(Context context, InvocationResult result, List<String> warnings) {
        warnings.forEach(warningListener);
        timeline.decided(context.getAwsRequestId(), decisions(result));
        Reports.add(timeline, function, role, clock.instant(), result.json());
        result.measurements().forEach(each -> addMetric(context, each));
    }

    @Override
    public void measured(Context context, Measurement measurement) {
        addMetric(context, measurement);
    }

    @Override
    public void warned(Context context, String warning) {
        warningListener.accept(warning);
    }

    private void addMetric(Context context, Measurement measurement) {
        String stack = function.environment().getOrDefault(SERVICE, "profile-guard");
        Metric metric =
                new Metric(
                        "ProfileGuard",
                        measurement.name(),
                        measurement.scope().dimensions(stack, context.getFunctionName()));
        metrics.add(metric, clock.instant(), measurement.value());
    }

    private static String decisions(InvocationResult result) {
        return result.outcomes().stream()
                .map(outcome -> outcome.decision().text() + ": " + outcome.why())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
