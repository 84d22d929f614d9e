package dev.profileguard.advice;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.LookupKey;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.state.failure.FailureBurst;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// The calls that failed lately, from CloudTrail's event history of the function's region, grouped
/// as for findings and explained. It stores nothing and reports no finding.
record FailureReport(Ports ports, InstantSource clock) {
    /// The groups that are explained. Each can cost some reads.
    private static final int MOST_GROUPS = 20;

    /// The remaining time of the invocation that a lookup, and an explanation, need.
    private static final Duration LOOKUP = Duration.ofSeconds(25);

    private static final Duration EXPLANATION = Duration.ofSeconds(10);

    /// What CloudTrail answers at most for one operation; there may be more of it.
    private static final int MOST_CALLS = 250;

    /// The report.
    ///
    /// @param remaining the milliseconds until Lambda stops the function
    Outcome of(FailureRequest request, String requestId, IntSupplier remaining) {
        Instant since = clock.instant().minus(request.time());
        List<String> leftOut = new ArrayList<>();
        Map<String, FailureBurst> bursts = new LinkedHashMap<>();
        Map<String, Failure> latest = new LinkedHashMap<>();
        for (String operation : FailureExtraction.operations()) {
            if (remaining.getAsInt() < LOOKUP.toMillis()) {
                leftOut.add(operation + ": no time left");
                continue;
            }
            for (Failure each : failures(operation, since, leftOut)) {
                bursts.merge(
                        each.key(),
                        FailureBurst.none(each.key()).with(each.by().eventId(), each.by().time()),
                        (all, _) -> all.joined(each.by().time()));
                latest.put(each.key(), each);
            }
        }
        List<Map<String, Object>> groups = groups(bursts, latest, leftOut, remaining);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("since", since.toString());
        details.put("failures", groups);
        details.put("leftOut", leftOut);
        return new Outcome.Answered(
                null,
                Decision.Common.SHOWN,
                "%s kinds of failed calls since %s, in the event history of this region"
                        .formatted(bursts.size(), since),
                List.of(),
                List.of(),
                details,
                requestId);
    }

    private List<Failure> failures(String operation, Instant since, List<String> leftOut) {
        List<CloudTrailEvent> calls;
        try {
            calls =
                    ports.calls()
                            .about(
                                    LookupKey.operation(operation),
                                    since,
                                    time -> ports.backoff().await(time));
        } catch (SdkException | ChangedMeanwhileException e) {
            leftOut.add("%s: %s".formatted(operation, e.getMessage()));
            return List.of();
        }
        if (calls.size() >= MOST_CALLS) {
            leftOut.add("%s: calls before %s".formatted(operation, calls.getFirst().time()));
        }
        List<Failure> failures = new ArrayList<>();
        for (CloudTrailEvent each : calls) {
            if (FailureExtraction.in(each) instanceof Extracted.Found(Failure failure)
                    && Explanation.otherReason(failure) == null) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private List<Map<String, Object>> groups(
            Map<String, FailureBurst> bursts,
            Map<String, Failure> latest,
            List<String> leftOut,
            IntSupplier remaining) {
        List<Map<String, Object>> groups = new ArrayList<>();
        List<FailureBurst> sorted =
                bursts.values().stream()
                        .sorted(Comparator.comparing(FailureBurst::last).reversed())
                        .toList();
        for (FailureBurst burst : sorted) {
            boolean full =
                    groups.size() >= MOST_GROUPS || remaining.getAsInt() < EXPLANATION.toMillis();
            Failure failure = latest.get(burst.key());
            if (full || failure == null) {
                leftOut.add(
                        "%s other kinds of failed calls, the last at %s"
                                .formatted(sorted.size() - groups.size(), burst.last()));
                break;
            }
            groups.add(group(failure, burst));
        }
        return groups;
    }

    private Map<String, Object> group(Failure failure, FailureBurst burst) {
        List<Outcome> outcomes = new ArrayList<>();
        String unread = "";
        try {
            new Reconciler(Mode.OBSERVE, AdviceSettings.MODE, ports)
                    .reconcile(new ReportTask(failure, burst), IntentLog.NONE, outcomes::add);
        } catch (RuntimeException e) {
            unread = "Not explained: " + e.getMessage();
        }
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("subject", failure.subject());
        group.put("operation", failure.call().operation());
        group.put("error", failure.call().code());
        group.put("actor", Failure.principal(failure.by().actor()));
        group.put("count", burst.count());
        group.put("first", burst.first().toString());
        group.put("last", burst.last().toString());
        group.put("why", outcomes.isEmpty() ? unread : outcomes.getFirst().why());
        group.put(
                "todo",
                outcomes.stream()
                        .flatMap(each -> each.findings().stream())
                        .map(Finding::shortened)
                        .flatMap(each -> each.todo().stream())
                        .toList());
        return group;
    }
}
