package dev.profileguard.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The result of one invocation: an outcome for each subject of the event, at least one.
public record InvocationResult(List<Outcome> outcomes) {
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
