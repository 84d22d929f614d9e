package dev.profileguard.sandbox.command.rehearse;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints a plan for people: the counts, the profiles and roles that would change with their
/// actions, and the findings.
record PlanText(Terminal terminal) {
    private static final Pattern EXCEPTION =
            Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z][\\w.$]*(?:Exception|Error): ");

    void print(SweepReport plan) {
        plan.faults().forEach(fault -> terminal.line(styled(fault, Style.fg_red)));
        counts(plan);
        changes(plan);
        failures(plan);
        findings(plan);
    }

    /// Prints the roles and profiles on which a rule failed, and why. The plan contains no change
    /// of them by that rule.
    void failures(SweepReport swept) {
        List<JsonNode> failed =
                swept.outcomes().stream()
                        .filter(each -> each.path("decision").asText().equals("failed"))
                        .toList();
        if (failed.isEmpty()) {
            return;
        }
        title(
                String.format(
                        Locale.ROOT, "%d without a plan, because a rule failed", failed.size()));
        for (JsonNode outcome : failed) {
            terminal.line(
                    styled(outcome.path("subject").asText("?"), Style.bold),
                    text(
                            "   %s failed: %s"
                                    .formatted(
                                            outcome.path("rule").asText(),
                                            reason(outcome.path("why").asText()))));
        }
    }

    /// The message of a failure, without the class of the exception.
    private static String reason(String why) {
        return EXCEPTION.matcher(why).replaceFirst("");
    }

    /// Prints the number of outcomes by decision, one line for each rule.
    void counts(SweepReport swept) {
        swept.total()
                .properties()
                .forEach(rule ->
                        terminal.line(
                                "   %-10s %s"
                                        .formatted(
                                                rule.getKey(), decisionCounts(rule.getValue()))));
    }

    /// Explains why the sweep creates no profile for roles that get one in the plan.
    void explainLeftToCode(SweepReport swept) {
        if (swept.total().path("provision").path("left-to-code").asInt() > 0) {
            terminal.line(
                    "   left-to-code: infrastructure as code created these roles, or CloudTrail no"
                            + " longer shows who did (it keeps 90 days). To create their profiles,"
                            + " apply a plan or set ProvisionFor=all");
        }
    }

    private static String decisionCounts(JsonNode decisions) {
        return String.join(
                ", ",
                decisions.properties().stream()
                        .map(each -> each.getValue().asText() + " " + each.getKey())
                        .toList());
    }

    private void changes(SweepReport plan) {
        Map<String, List<JsonNode>> changes = new LinkedHashMap<>();
        for (JsonNode outcome : plan.outcomes()) {
            if (!outcome.path("actions").isEmpty()) {
                changes.computeIfAbsent(
                                outcome.path("subject").asText("?"), subject -> new ArrayList<>())
                        .add(outcome);
            }
        }
        title(
                changes.isEmpty()
                        ? "Nothing would change"
                        : String.format(
                                Locale.ROOT, "%d roles and profiles would change", changes.size()));
        changes.forEach(this::change);
    }

    private void change(String subject, List<JsonNode> outcomes) {
        terminal.line(styled(subject, Style.bold));
        for (JsonNode outcome : outcomes) {
            terminal.line(
                    text("   " + outcome.path("rule").asText() + ": "),
                    styled(outcome.path("decision").asText(), Style.fg_yellow),
                    text(". " + outcome.path("why").asText()));
            outcome.path("actions")
                    .forEach(action ->
                            terminal.line("      " + action.path("description").asText()));
        }
    }

    private void findings(SweepReport plan) {
        List<JsonNode> findings =
                plan.outcomes().stream()
                        .flatMap(outcome ->
                                StreamSupport.stream(outcome.path("findings").spliterator(), false))
                        .toList();
        title(
                findings.isEmpty()
                        ? "No findings"
                        : String.format(Locale.ROOT, "%d findings", findings.size()));
        for (JsonNode finding : findings) {
            terminal.line(
                    text(finding.path("severity").asText() + " "),
                    styled(finding.path("kind").asText(), Style.fg_yellow),
                    text(
                            "  %s: %s"
                                    .formatted(
                                            finding.path("subject").asText(),
                                            finding.path("cause").asText())));
            finding.path("todo").forEach(todo -> terminal.line("   todo: " + todo.asText()));
        }
    }

    /// Prints a heading.
    void title(String text) {
        terminal.emptyLine();
        terminal.line(styled(text, Style.bold, Style.underline));
    }
}
