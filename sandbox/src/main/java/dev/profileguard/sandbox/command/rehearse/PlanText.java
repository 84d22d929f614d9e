package dev.profileguard.sandbox.command.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints a plan for people: the counts, the profiles and roles that would change with their
/// actions, and the findings.
record PlanText(PrintWriter out, Ansi ansi) {
    private static final Pattern EXCEPTION =
            Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z][\\w.$]*(?:Exception|Error): ");

    void print(SweepReport plan) {
        plan.faults().forEach(fault -> out.println(styled(fault, Style.fg_red)));
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
            out.println(
                    "%s   %s failed: %s"
                            .formatted(
                                    styled(outcome.path("subject").asText("?"), Style.bold),
                                    outcome.path("rule").asText(),
                                    reason(outcome.path("why").asText())));
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
                        out.println(
                                "   %-10s %s"
                                        .formatted(
                                                rule.getKey(), decisionCounts(rule.getValue()))));
    }

    /// Explains why the sweep creates no profile for roles that get one in the plan.
    void explainLeftToCode(SweepReport swept) {
        if (swept.total().path("provision").path("left-to-code").asInt() > 0) {
            out.println(
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
        out.println(styled(subject, Style.bold));
        for (JsonNode outcome : outcomes) {
            out.println(
                    "   %s: %s. %s"
                            .formatted(
                                    outcome.path("rule").asText(),
                                    styled(outcome.path("decision").asText(), Style.fg_yellow),
                                    outcome.path("why").asText()));
            outcome.path("actions")
                    .forEach(action -> out.println("      " + action.path("description").asText()));
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
            out.println(
                    "%s %s  %s: %s"
                            .formatted(
                                    finding.path("severity").asText(),
                                    styled(finding.path("kind").asText(), Style.fg_yellow),
                                    finding.path("subject").asText(),
                                    finding.path("cause").asText()));
            finding.path("todo").forEach(todo -> out.println("   todo: " + todo.asText()));
        }
    }

    /// Prints a heading.
    void title(String text) {
        out.println();
        out.println(styled(text, Style.bold, Style.underline));
    }

    private String styled(String text, Style... styles) {
        return ansi.enabled() ? Style.on(styles) + text + Style.off(styles) : text;
    }
}
