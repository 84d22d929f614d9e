package dev.profileguard.sandbox.command.baselines;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints a plan of baselines, as `guard plan` prints its own, and how to apply it; or why there is
/// none.
record PlanText(BaselinesVerb verb) {
    static PlanText of(BaselinesVerb verb) {
        return new PlanText(verb);
    }

    /// Prints the changes, or the conflicts.
    ///
    /// @param parts the answers to the requests that made the plan
    /// @return whether there is no conflict
    boolean print(List<JsonNode> parts) {
        Terminal terminal = verb.output();
        JsonNode last = parts.getLast();
        boolean refused = last.path("decision").asText().equals("refused");
        if (verb.options().isJson()) {
            parts.forEach(verb::printed);
        } else if (refused) {
            last.path("conflicts").forEach(each -> conflict(terminal, each));
        } else {
            parts.forEach(part -> part.path("changes").forEach(each -> change(terminal, each)));
            total(terminal, parts);
        }
        if (refused) {
            terminal.flush();
            verb.errors().error(last.path("why").asText());
        }
        return !refused;
    }

    private static void conflict(Terminal terminal, JsonNode conflict) {
        terminal.line(
                styled("  ! ", Style.fg_red),
                styled(conflict.path("profile").asText(), Style.bold),
                text(": " + conflict.path("why").asText()));
    }

    private static void change(Terminal terminal, JsonNode change) {
        JsonNode first = change.path("baselines").path(0);
        terminal.line(styled("  # " + change.path("why").asText(), Style.faint));
        terminal.line(
                text("  " + sign(first) + " "), styled(first.path("subject").asText(), Style.bold));
        for (JsonNode each : change.path("baselines")) {
            terminal.line("      %s %s".formatted(sign(each), each.path("description").asText()));
        }
        terminal.emptyLine();
    }

    private static String sign(JsonNode action) {
        return switch (action.path("action").asText()) {
            case "RecordBaseline" -> "+";
            case "RemoveBaseline" -> "-";
            default -> "~";
        };
    }

    private void total(Terminal terminal, List<JsonNode> parts) {
        int changed = sum(parts, "changed");
        int same = sum(parts, "same");
        int shown = parts.stream().mapToInt(part -> part.path("changes").size()).sum();
        if (shown < changed) {
            terminal.line("... and %d more, in the report".formatted(changed - shown));
        }
        if (changed == 0) {
            terminal.line("No changes. %d baselines are recorded like that.".formatted(same));
            return;
        }
        terminal.line(
                "Plan: %d baselines change, %d are recorded like that already."
                        .formatted(changed, same));
        terminal.line(
                "To make these changes, within 7 days: "
                        + verb.options()
                                .another("apply " + parts.getFirst().path("plan").asText()));
    }

    private static int sum(List<JsonNode> parts, String field) {
        return parts.stream().mapToInt(part -> part.path(field).asInt()).sum();
    }
}
