package dev.profileguard.sandbox.command.operate;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.terminal.Terminal;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints how far a rotation is: what was done now, and each step with its state, its commands and
/// how to see that it is done.
record RotationText(Terminal terminal) {
    void print(Answer answer) {
        JsonNode json = answer.json();
        if (!json.path("steps").isArray()) {
            new AnswerText(terminal).print(answer);
            return;
        }
        terminal.line(styled(json.path("why").asText(), Style.bold));
        json.path("actions")
                .forEach(each ->
                        terminal.line(
                                "  %s: %s"
                                        .formatted(
                                                each.path("description").asText(),
                                                each.path("outcome").asText())));
        json.path("performed").forEach(each -> terminal.line("  done: " + each.asText()));
        int number = 0;
        for (JsonNode step : json.path("steps")) {
            number++;
            step(number, step);
        }
        int more = json.path("moreSteps").asInt();
        if (more > 0) {
            terminal.line("    and %,d more: done, or after these".formatted(more));
        }
    }

    private void step(int number, JsonNode step) {
        String state = step.path("state").asText();
        terminal.line(
                text("%2d. ".formatted(number)),
                styled("%-10s".formatted(state), style(state)),
                text(" " + step.path("step").asText()));
        if (step.path("why").isTextual()) {
            terminal.line("               " + step.path("why").asText());
        }
        step.path("commands").forEach(each -> terminal.line("               $ " + each.asText()));
        int more = step.path("moreCommands").asInt();
        if (more > 0) {
            terminal.line(
                    "               and %,d more like these: run these, then ask again"
                            .formatted(more));
        }
        if (step.path("check").isTextual() && !step.path("commands").isEmpty()) {
            terminal.line("               check: " + step.path("check").asText());
        }
    }

    private static Style style(String state) {
        return switch (state) {
            case "done" -> Style.fg_green;
            case "failed" -> Style.fg_red;
            case "by-hand", "ready" -> Style.fg_yellow;
            default -> Style.faint;
        };
    }
}
