package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The result of one invocation: an outcome for each subject of the event, at least one.
public record InvocationResult(List<Outcome> outcomes) {
    /// The metric: findings with severity critical, of all functions.
    public static final String CRITICAL_FINDINGS = "CriticalFindings";

    /// The metric: guarded profiles whose baseline no trusted principal made.
    public static final String PROVISIONAL_BASELINES = "ProvisionalBaselines";

    /// Takes a copy.
    public InvocationResult {
        outcomes = List.copyOf(outcomes);
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

    /// The counts for metrics: each decision that is counted, and each finding, by name.
    public List<Measurement> counts() {
        List<Measurement> counts = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.decision().isCounted()) {
                counts.add(Measurement.once(outcome.decision().text()));
            }
            outcome.findings()
                    .forEach(finding ->
                            counts.add(Measurement.once("finding-" + finding.kind().text())));
        }
        return counts;
    }

    /// What the stack's alarms count: findings of all functions under one name each.
    public List<Measurement> ofStack() {
        return Stream.of(
                        Measurement.ofStack(CRITICAL_FINDINGS, count(Kind::isCritical)),
                        Measurement.ofStack(
                                PROVISIONAL_BASELINES,
                                count(kind -> kind == Kind.BASELINE_PROVISIONAL)))
                .filter(each -> each.value() > 0)
                .toList();
    }

    private int count(Predicate<Kind> kinds) {
        return (int)
                outcomes.stream()
                        .flatMap(outcome -> outcome.findings().stream())
                        .filter(finding -> kinds.test(finding.kind()))
                        .count();
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
