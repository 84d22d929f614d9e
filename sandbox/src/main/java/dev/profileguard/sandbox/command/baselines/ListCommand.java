package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.text.VisibleText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard baselines list`.
@Command(
        name = "list",
        description = {
            "List what is recorded, since when, by whom, and whether that is proven.",
            "provisional: no trusted principal made it. unproven: an event says so, and the next"
                    + " sweep asks CloudTrail."
        })
public final class ListCommand extends BaselinesVerb {
    private static final String ROW = "%-40s %-32s %-12s %-20s %s";

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names or globs (default: all).")
    private List<String> names = List.of();

    @Option(names = "--provisional", description = "Only those that nobody trusted made.")
    private boolean provisional;

    /// Picocli calls this one.
    public ListCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        List<JsonNode> rows =
                pages(functions, "list", names).stream()
                        .filter(row -> !provisional || text(row, "state").equals("provisional"))
                        .toList();
        if (options().isJson()) {
            rows.forEach(this::printed);
            return true;
        }
        if (rows.isEmpty()) {
            output().line("No baseline is recorded for these names.");
            return true;
        }
        output().line(ROW.formatted("PROFILE", "ROLE", "STATE", "SINCE", "BY"));
        rows.forEach(row ->
                output().line(
                                ROW.formatted(
                                        shown(row, "profile"),
                                        shown(row, "role"),
                                        shown(row, "state"),
                                        shown(row, "since"),
                                        "%s (event %s)"
                                                .formatted(
                                                        shown(row, "by"), shown(row, "eventId")))));
        return true;
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asText("");
    }

    /// A column keeps its width, whatever the text has.
    private static String shown(JsonNode row, String field) {
        return row.path(field).isTextual() ? VisibleText.excerpt(text(row, field)) : "none";
    }
}
