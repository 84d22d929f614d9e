package dev.profileguard.backfill.baselines;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.ReportStore;
import dev.profileguard.event.Json;
import dev.profileguard.finding.Rule;
import dev.profileguard.lambda.LazyFindingDelivery;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.VisibleText;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// The report of a plan of baselines, or of its application: in the form of a sweep's report, and
/// in the same bucket.
///
/// Not thread-safe.
final class BaselineReport {
    /// The name of the rule in reports.
    static final String RULE = "baselines";

    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 400;

    private final Platform platform;
    private final String bucket;
    private final Context context;
    private final LazyFindingDelivery delivery;
    private final StringBuilder text = new StringBuilder();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int failed;

    BaselineReport(Platform platform, String bucket, Context context) {
        this.platform = platform;
        this.bucket = bucket;
        this.context = context;
        this.delivery = new LazyFindingDelivery(platform);
    }

    /// Adds what was planned, done or refused for one profile.
    void add(Outcome outcome) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rule", RULE);
        json.putAll(outcome.json());
        text.append(Json.text(json)).append('\n');
        counts.merge(outcome.decision().text(), 1, Integer::sum);
        lines.add(
                VisibleText.excerpt(
                        "%s [%s] %s"
                                .formatted(
                                        outcome.subject(),
                                        outcome.decision().text(),
                                        outcome.why()),
                        LONGEST_LINE));
        if (outcome.isFailed()) {
            failed++;
        }
    }

    /// Adds what was done for one profile, writes it to the log, and delivers its findings.
    void deliver(Outcome outcome) {
        add(outcome);
        InvocationResult result = new InvocationResult(List.of(outcome));
        platform.reporting().report(context, result, List.of());
        delivery.deliver(context, Rule.PROFILE_GUARD, result);
    }

    /// Stores the report. A failed write must not lose the answer.
    ///
    /// @return where it is, or why it is not stored
    String store(String run, int part) {
        if (bucket.isEmpty()) {
            return "none: ReportsBucket is not set";
        }
        String day = LocalDate.ofInstant(platform.clock().instant(), ZoneOffset.UTC).toString();
        String key = "%s/%s/%04d.jsonl".formatted(day, run, part);
        try {
            return platform.audit()
                    .reports()
                    .put(bucket, key, ReportStore.Type.LINES, text.toString());
        } catch (SdkException e) {
            return "none: cannot store the report: " + VisibleText.message(e.getMessage());
        }
    }

    /// The answer to the application of a plan, as that of a sweep.
    Map<String, @Nullable Object> applied() {
        String run = context.getAwsRequestId();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("mode", "apply");
        json.put("run", run);
        json.put("part", 1);
        json.put("counts", Map.of(RULE, counts));
        json.put("total", Map.of(RULE, counts));
        json.put("failed", failed);
        json.put("lines", lines.subList(0, Math.min(MOST_LINES, lines.size())));
        json.put("linesLeftOut", Math.max(0, lines.size() - MOST_LINES));
        json.put("report", store(run, 1));
        json.put("faults", null);
        json.put("plan", null);
        json.put("cursor", null);
        return json;
    }
}
