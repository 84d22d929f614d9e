package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.CallCount;
import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.FindingSink;
import dev.profileguard.finding.delivery.LogSink;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.lambda.log.LazyLogging;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/// Logs structured JSON by Powertools; the lines of outcomes are metrics, too. It is loaded after
/// the IAM writes, because loading it takes as long as loading the AWS SDK.
final class PowertoolsReporting {
    private static final Logger LOG = LoggerFactory.getLogger(PowertoolsReporting.class);
    private static final FindingSink SINK = new LogSink();
    private static final String STACK =
            System.getenv().getOrDefault("POWERTOOLS_SERVICE_NAME", "profile-guard");
    private static final List<Measurement> UNDELIVERED =
            List.of(Measurement.ofStack(Measurement.UNDELIVERED_FINDINGS, 1));

    private PowertoolsReporting() {}

    /// Loads the classes for logging.
    static void load() {
        LazyLogging.begin();
    }

    /// Logs that the rehearsal before the snapshot failed.
    static void notRehearsed(RuntimeException e) {
        LazyLogging.begin();
        LOG.warn(
                "The first event after a restore will be slower, because the rehearsal before the"
                        + " snapshot failed: {}",
                e.getClass().getName());
    }

    /// @param calls those that the log has not counted yet
    static void report(
            Context context, InvocationResult result, List<String> warnings, CallCount calls) {
        LazyLogging.begin();
        PowertoolsLogging.initializeLogging(context);
        try {
            warnings.forEach(warning -> LOG.warn(VisibleText.message(warning)));
            for (int i = 0; i < result.outcomes().size(); i++) {
                Map<String, Object> fields = fields(context, result.measurements(i));
                fields.put("aws", taken(calls));
                log(result.outcomes().get(i), fields);
            }
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private static Map<String, Integer> taken(CallCount calls) {
        return Map.of("calls", calls.takeCalls(), "repeated", calls.takeRepeated());
    }

    /// @param fields what the line has in addition; Powertools writes invalid JSON if it is empty
    private static void log(Outcome outcome, Map<String, Object> fields) {
        MDC.put("event_id", VisibleText.excerpt(outcome.eventId()));
        LOG.atLevel(outcome.decision() == Decision.Common.FAILED ? Level.ERROR : Level.INFO)
                .log(
                        "{}: {}",
                        outcome.decision().text(),
                        outcome.why(),
                        StructuredArguments.entry("outcome", outcome.json()),
                        StructuredArguments.entry("reaction", outcome.reaction().text()),
                        StructuredArguments.entries(fields));
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
            delivery.undelivered()
                    .forEach(each -> log("Not delivered", each, fields(context, UNDELIVERED)));
            delivery.lost()
                    .forEach(each ->
                            log(
                                    "Not delivered and not queued; this log line is the only copy",
                                    each,
                                    new HashMap<>()));
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private static void log(String what, Undelivered undelivered, Map<String, Object> fields) {
        fields.put("undelivered", undelivered.json());
        LOG.error(
                "{}: {} by {}: {}",
                what,
                VisibleText.message(undelivered.notice().id()),
                undelivered.sink(),
                undelivered.error(),
                StructuredArguments.entries(fields));
    }

    static void measured(Context context, Measurement measurement) {
        LazyLogging.begin();
        PowertoolsLogging.initializeLogging(context);
        try {
            LOG.info(
                    "{}: {}",
                    measurement.name(),
                    measurement.value(),
                    StructuredArguments.entries(fields(context, List.of(measurement))));
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    private static Map<String, Object> fields(Context context, List<Measurement> measurements) {
        return new MetricFields(STACK, context.getFunctionName(), Instant.now()).of(measurements);
    }
}
