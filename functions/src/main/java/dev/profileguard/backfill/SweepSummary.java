package dev.profileguard.backfill;

import dev.profileguard.event.Json;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.sweep.result.ReportedAction;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The results of a sweep so far: counts, lines for people, and the report.
///
/// Not thread-safe.
final class SweepSummary {
    private static final int LONGEST_LINE = 400;

    private final Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> before;
    private final List<String> changes = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final StringBuilder report = new StringBuilder();
    private int reported;

    /// @param before the counts of earlier invocations of the same sweep
    SweepSummary(Map<String, Map<String, Integer>> before) {
        this.before = before;
    }

    /// Adds the outcome of one rule for one subject.
    ///
    /// @param asked whether it gets its own line even without actions
    /// @param state of its role or profile, as JSON values; null: not shown
    void add(
            String rule,
            Outcome outcome,
            boolean asked,
            @Nullable Map<String, @Nullable Object> state) {
        counts.computeIfAbsent(rule, any -> new TreeMap<>())
                .merge(outcome.decision().text(), 1, Integer::sum);
        if (asked || !outcome.actions().isEmpty() || outcome.decision().isNoteworthy()) {
            changes.add(shortened(line(rule, outcome)));
        }
        outcome.findings().forEach(finding -> findings.add(shortened(line(finding))));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rule", rule);
        json.putAll(outcome.json());
        if (!outcome.actions().isEmpty()) {
            json.put(
                    "actions",
                    outcome.actions().stream()
                            .map(each -> ReportedAction.of(each).json())
                            .toList());
        }
        if (state != null) {
            json.put("state", state);
        }
        report.append(Json.text(json)).append('\n');
        reported++;
    }

    /// The counts of this invocation, by rule and decision.
    Map<String, Map<String, Integer>> counts() {
        return counts;
    }

    /// The counts of all invocations of the sweep, by rule and decision.
    Map<String, Map<String, Integer>> total() {
        Map<String, Map<String, Integer>> total = new LinkedHashMap<>();
        Stream.of(before, counts)
                .forEach(each ->
                        each.forEach((rule, decisions) ->
                                decisions.forEach((decision, count) ->
                                        total.computeIfAbsent(rule, any -> new TreeMap<>())
                                                .merge(decision, count, Integer::sum))));
        return total;
    }

    /// The number of outcomes, over all invocations of the sweep.
    int evaluated() {
        return total().values().stream()
                .flatMap(decisions -> decisions.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /// How often a rule failed for a role or profile, over all invocations of the sweep.
    int failed() {
        return total().values().stream()
                .mapToInt(decisions -> decisions.getOrDefault(Decision.Common.FAILED.text(), 0))
                .sum();
    }

    /// The lines for people: the counts, then the changed roles and profiles with their actions,
    /// then the findings.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        total().forEach((rule, decisions) ->
                lines.add(
                        "%s: %s"
                                .formatted(
                                        rule,
                                        decisions.entrySet().stream()
                                                .map(each -> each.getValue() + " " + each.getKey())
                                                .collect(Collectors.joining(", ")))));
        lines.addAll(changes);
        lines.addAll(findings);
        return lines;
    }

    /// The report: one JSON object in each line, one line for each subject and rule.
    String report() {
        return report.toString();
    }

    /// The number of lines of the report.
    int reported() {
        return reported;
    }

    private static String line(String rule, Outcome outcome) {
        String actions =
                outcome.actions().stream()
                        .map(PerformedAction::described)
                        .collect(Collectors.joining("; "));
        return "%s [%s, %s] %s"
                .formatted(
                        outcome.subject(),
                        rule,
                        outcome.decision().text(),
                        actions.isEmpty() ? outcome.why() : actions + ". " + outcome.why());
    }

    private static String line(Finding finding) {
        return "%s finding %s, %s: %s"
                .formatted(
                        finding.kind().severity().text(),
                        finding.kind().text(),
                        finding.subject(),
                        finding.cause());
    }

    private static String shortened(String line) {
        return VisibleText.excerpt(line, LONGEST_LINE - 3);
    }
}
