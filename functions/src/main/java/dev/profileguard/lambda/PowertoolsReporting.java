package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.LogSink;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Logs structured JSON and emits metrics by Powertools. It is loaded after the IAM writes, because
/// loading it takes as long as loading the AWS SDK.
final class PowertoolsReporting {
    private static final Logger LOG = LoggerFactory.getLogger(PowertoolsReporting.class);
    private static final FindingSink SINK = new LogSink();

    private static final String STACK =
            System.getenv().getOrDefault("POWERTOOLS_SERVICE_NAME", "profile-guard");

    private PowertoolsReporting() {}

    /// Loads the classes for logging.
    static void load() {
        LazyLogging.begin();
    }

    static void report(Context context, InvocationResult result, List<String> warnings) {
        LazyLogging.begin();
        PowertoolsLogging.initializeLogging(context);
        try {
            warnings.forEach(warning -> LOG.warn(VisibleText.message(warning)));
            result.outcomes().forEach(PowertoolsReporting::log);
            count(result);
            result.ofStack().forEach(each -> flush(context, each));
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private static void log(Outcome outcome) {
        MDC.put("event_id", VisibleText.excerpt(outcome.eventId()));
        LOG.atLevel(outcome.decision() == Decision.Common.FAILED ? Level.ERROR : Level.INFO)
                .log(
                        "{}: {}",
                        outcome.decision().text(),
                        outcome.why(),
                        StructuredArguments.entry("outcome", outcome.json()));
        Instant now = Instant.now();
        SINK.send(
                outcome.findings().stream()
                        .map(finding -> new Notice(finding, status(finding, outcome), now))
                        .toList());
    }

    private static Status status(Finding finding, Outcome outcome) {
        return Evaluation.staysOpen(finding, outcome.actions()) ? Status.OPEN : Status.OCCURRED;
    }

    static void delivered(Context context, DeliveryReport delivery) {
        LazyLogging.begin();
        PowertoolsLogging.initializeLogging(context);
        try {
            SINK.send(
                    delivery.notices().stream()
                            .filter(notice -> notice.status() == Status.RESOLVED)
                            .toList());
            delivery.errors().forEach(LOG::error);
            delivery.undelivered().forEach(each -> log("Not delivered", each));
            delivery.lost()
                    .forEach(each ->
                            log(
                                    "Not delivered and not queued; this log line is the only copy",
                                    each));
            if (!delivery.undelivered().isEmpty()) {
                Metrics metrics = metrics();
                metrics.addMetric(
                        "findings-undelivered", delivery.undelivered().size(), MetricUnit.COUNT);
                metrics.flush();
            }
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private static void log(String what, Undelivered undelivered) {
        LOG.error(
                "{}: {} by {}: {}",
                what,
                VisibleText.message(undelivered.notice().id()),
                undelivered.sink(),
                undelivered.error(),
                StructuredArguments.entry("undelivered", undelivered.json()));
    }

    private static void count(InvocationResult result) {
        Metrics metrics = metrics();
        result.counts().forEach(count -> add(metrics, count));
        metrics.flush();
    }

    static void measured(Context context, Measurement measurement) {
        LazyLogging.begin();
        flush(context, measurement);
    }

    private static void flush(Context context, Measurement measurement) {
        DimensionSet dimensions = new DimensionSet();
        measurement
                .scope()
                .dimensions(STACK, context.getFunctionName())
                .forEach(dimensions::addDimension);
        metrics()
                .flushMetrics(metrics -> {
                    metrics.setDefaultDimensions(dimensions);
                    add(metrics, measurement);
                });
    }

    private static void add(Metrics metrics, Measurement measurement) {
        metrics.addMetric(
                measurement.name(),
                measurement.value(),
                switch (measurement.unit()) {
                    case COUNT -> MetricUnit.COUNT;
                    case SECONDS -> MetricUnit.SECONDS;
                });
    }

    private static Metrics metrics() {
        Metrics metrics = MetricsFactory.getMetricsInstance();
        if (System.getenv("POWERTOOLS_METRICS_NAMESPACE") == null) {
            metrics.setNamespace("ProfileGuard"); // without one, flushing fails
        }
        return metrics;
    }
}
