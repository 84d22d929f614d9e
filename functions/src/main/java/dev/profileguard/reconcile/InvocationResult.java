package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The result of one invocation: an outcome for each subject of the event, at least one.
///
/// @param repairSeconds for each event that led to a repair, the seconds since its call
public record InvocationResult(List<Outcome> outcomes, List<Double> repairSeconds) {
    /// The metric: findings with severity critical, of all functions.
    public static final String CRITICAL_FINDINGS = "CriticalFindings";

    /// The metric: guarded profiles whose baseline no trusted principal made.
    public static final String PROVISIONAL_BASELINES = "ProvisionalBaselines";

    /// Takes copies.
    public InvocationResult {
        outcomes = List.copyOf(outcomes);
        repairSeconds = List.copyOf(repairSeconds);
    }

    /// The result of a request or a sweep, which has no call.
    public InvocationResult(List<Outcome> outcomes) {
        this(outcomes, List.of());
    }

    /// The results of several events.
    public static InvocationResult of(List<InvocationResult> results) {
        return new InvocationResult(
                results.stream().flatMap(each -> each.outcomes.stream()).toList(),
                results.stream().flatMap(each -> each.repairSeconds.stream()).toList());
    }

    /// The same result, which is now known to react to a call.
    ///
    /// @param call when it was made. CloudTrail's clock may be ahead of the function's
    public InvocationResult since(Instant call, Instant now) {
        double seconds = Math.max(0, Duration.between(call, now).toMillis()) / 1000.0;
        return outcomes.stream().anyMatch(each -> each.reaction() == Reaction.REPAIRED)
                ? new InvocationResult(outcomes, List.of(seconds))
                : this;
    }

    /// One outcome as JSON values. For several outcomes: all actions and findings together, and
    /// each outcome under `outcomes`.
    public Map<String, @Nullable Object> json() {
        if (outcomes.size() == 1) {
            return outcomes.getFirst().json();
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("subject", joined("subject"));
        json.put("decision", joined("decision"));
        json.put("why", joined("why"));
        json.put("actions", all("actions"));
        json.put("findings", all("findings"));
        json.put("eventId", outcomes.getFirst().eventId());
        json.put("outcomes", outcomes.stream().map(Outcome::json).toList());
        return json;
    }

    /// What metrics show of all outcomes.
    public List<Measurement> measurements() {
        return IntStream.range(0, outcomes.size())
                .mapToObj(this::measurements)
                .flatMap(List::stream)
                .toList();
    }

    /// What metrics show of one outcome. The first one has what belongs to all of them.
    public List<Measurement> measurements(int index) {
        List<Measurement> all = new ArrayList<>();
        Outcome outcome = outcomes.get(index);
        if (outcome.reaction() != Reaction.NONE) {
            all.add(Measurement.of(outcome.reaction()));
        }
        for (Severity severity : Severity.values()) {
            long count =
                    outcome.findings().stream()
                            .filter(each -> each.kind().severity() == severity)
                            .count();
            if (count > 0) {
                all.add(Measurement.ofStack(metric(severity), (int) count));
            }
        }
        long provisional =
                outcome.findings().stream()
                        .filter(each -> each.kind() == Kind.BASELINE_PROVISIONAL)
                        .count();
        if (provisional > 0) {
            all.add(Measurement.ofStack(PROVISIONAL_BASELINES, (int) provisional));
        }
        if (index == 0) {
            repairSeconds.forEach(seconds ->
                    all.add(
                            new Measurement(
                                    Measurement.REPAIR_SECONDS,
                                    seconds,
                                    Measurement.Unit.SECONDS)));
        }
        return all;
    }

    private static String metric(Severity severity) {
        return switch (severity) {
            case INFO -> "InfoFindings";
            case WARNING -> "WarningFindings";
            case CRITICAL -> CRITICAL_FINDINGS;
        };
    }

    private String joined(String field) {
        return outcomes.stream()
                .map(outcome -> String.valueOf(outcome.json().get(field)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private List<Object> all(String field) {
        List<Object> all = new ArrayList<>();
        outcomes.forEach(outcome -> all.addAll((List<?>) outcome.json().get(field)));
        return all;
    }
}
