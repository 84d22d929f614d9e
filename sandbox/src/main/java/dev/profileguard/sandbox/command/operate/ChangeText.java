package dev.profileguard.sandbox.command.operate;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints the changes of a report as infrastructure tools do: the reason behind `#`, the sign and
/// the name of the resource, and its actions below.
///
/// @param most the number of resources to print
record ChangeText(Terminal terminal, int most) {
    /// The resources that are printed unless the user wants all.
    static final int DEFAULT_MOST = 100;

    private static final Set<String> NOT_POSSIBLE =
            Set.of("role-gone", "tags-full", "quota-reached", "rejected");

    private static final Set<String> REFUSED = Set.of("failed", "plan-changed");

    void print(List<ResourceChange> changes) {
        changes.stream().limit(most).forEach(this::change);
    }

    /// Says how many resources were not printed.
    ///
    /// @param folder with the whole report; empty: there is none
    void sayLeftOut(int all, String folder) {
        if (all > most) {
            terminal.line(
                    "... and %d more. --all prints them%s"
                            .formatted(
                                    all - most,
                                    folder.isEmpty()
                                            ? "."
                                            : ", and the report has them: " + folder));
            terminal.emptyLine();
        }
    }

    private void change(ResourceChange change) {
        for (ResourceChange.Reason reason : change.reasons()) {
            terminal.line(styled("  # %s: %s".formatted(reason.rule(), reason.why()), Style.faint));
        }
        terminal.line(
                text("  "), sign(change.sign()), text(" "), styled(change.subject(), Style.bold));
        for (ResourceChange.Step step : change.steps()) {
            terminal.line(text("      "), sign(step.sign()), text(" " + step.description()));
        }
        terminal.emptyLine();
    }

    private static Terminal.Part sign(ResourceChange.Sign sign) {
        Style colour =
                switch (sign) {
                    case ADD -> Style.fg_green;
                    case CHANGE -> Style.fg_yellow;
                    case DELETE, REPLACE -> Style.fg_red;
                };
        return styled(sign.text(), colour);
    }

    /// Prints what could not be evaluated or done, and why.
    ///
    /// @param isOfPlan whether each outcome is about a change that was planned
    /// @return how many
    int notDone(List<JsonNode> outcomes, boolean isOfPlan) {
        List<JsonNode> lines =
                outcomes.stream()
                        .filter(each -> isNotDone(each) || (isOfPlan && isNotDoneAnyMore(each)))
                        .toList();
        for (JsonNode each : lines.stream().limit(most).toList()) {
            terminal.line(
                    styled("  ! ", Style.fg_red),
                    styled(each.path("subject").asText("?"), Style.bold),
                    text(
                            "  %s, %s: %s"
                                    .formatted(
                                            each.path("rule").asText("?"),
                                            each.path("decision").asText("?"),
                                            each.path("why").asText(""))));
        }
        if (!lines.isEmpty()) {
            terminal.emptyLine();
        }
        return lines.size();
    }

    private static boolean isNotDone(JsonNode outcome) {
        if (REFUSED.contains(outcome.path("decision").asText())) {
            return true;
        }
        for (JsonNode action : outcome.path("actions")) {
            if (NOT_POSSIBLE.contains(action.path("outcome").asText())) {
                return true;
            }
        }
        return false;
    }

    /// Whether nothing was done about a planned change, and something is still wrong.
    private static boolean isNotDoneAnyMore(JsonNode outcome) {
        if (!outcome.path("actions").isEmpty() || !outcome.path("baselines").isEmpty()) {
            return false;
        }
        for (JsonNode finding : outcome.path("findings")) {
            if (!finding.path("severity").asText().equals("info")) {
                return true;
            }
        }
        return false;
    }

    /// Prints how many findings of each kind there are.
    void findings(List<JsonNode> outcomes) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (JsonNode outcome : outcomes) {
            outcome.path("findings")
                    .forEach(finding ->
                            kinds.merge(finding.path("kind").asText("?"), 1, Integer::sum));
        }
        if (!kinds.isEmpty()) {
            terminal.line(
                    "Findings: "
                            + String.join(
                                    ", ",
                                    kinds.entrySet().stream()
                                            .map(each -> each.getValue() + " " + each.getKey())
                                            .toList()));
        }
    }
}
