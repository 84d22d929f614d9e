package dev.profileguard.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.core.Decision;
import dev.profileguard.finding.FindingSink;
import dev.profileguard.finding.LogSink;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Logs as structured JSON and emits metrics, by Powertools. Loaded once the IAM writes are done,
/// since loading it takes as long as loading the AWS SDK.
final class PowertoolsReporting {
    private static final Logger LOG = LoggerFactory.getLogger(PowertoolsReporting.class);
    private static final List<FindingSink> SINKS = List.of(new LogSink());

    private PowertoolsReporting() {}

    /// Loads all of it.
    static void load() {
        LateLogging.begin();
    }

    static void report(Context context, Result result, List<String> warnings) {
        LateLogging.begin();
        PowertoolsLogging.initializeLogging(context);
        try {
            warnings.forEach(LOG::warn);
            result.outcomes().forEach(PowertoolsReporting::log);
            count(result);
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private static void log(Outcome outcome) {
        MDC.put("event_id", outcome.eventId());
        LOG.atLevel(outcome.decision() == Decision.FAILED ? Level.ERROR : Level.INFO)
                .log(
                        "{}: {}",
                        outcome.decision().text(),
                        outcome.why(),
                        StructuredArguments.entry("outcome", outcome.json()));
        outcome.findings().forEach(finding -> SINKS.forEach(sink -> sink.send(finding)));
    }

    private static void count(Result result) {
        Metrics metrics = MetricsFactory.getMetricsInstance();
        if (System.getenv("POWERTOOLS_METRICS_NAMESPACE") == null) {
            metrics.setNamespace("ProfileGuard"); // without one, flushing fails
        }
        for (Outcome outcome : result.outcomes()) {
            metrics.addMetric(outcome.decision().text(), 1, MetricUnit.COUNT);
            outcome.findings()
                    .forEach(finding ->
                            metrics.addMetric(
                                    "finding-" + finding.kind().text(), 1, MetricUnit.COUNT));
        }
        metrics.flush();
    }
}
