package dev.profileguard.sandbox.command.operate;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints a function's answer for people: why, the actions, what to do, and then everything else
/// that the answer has.
record AnswerText(Terminal terminal) {
    private static final Set<String> PRINTED_FIRST =
            Set.of(
                    "subject",
                    "decision",
                    "why",
                    "actions",
                    "findings",
                    "eventId",
                    "mode",
                    "stackTrace");

    void print(Answer answer) {
        JsonNode json = answer.json();
        if (!json.isObject()) {
            terminal.line(answer.text());
            return;
        }
        if (json.path("why").isTextual()) {
            terminal.line(styled(json.path("why").asText(), Style.bold));
        }
        json.path("actions").forEach(this::action);
        for (JsonNode finding : json.path("findings")) {
            Answer.texts(finding.path("todo")).forEach(todo -> terminal.line("  todo: " + todo));
        }
        json.properties().stream()
                .filter(each -> !PRINTED_FIRST.contains(each.getKey()))
                .forEach(each -> value(each.getKey(), each.getValue(), "  "));
    }

    private void action(JsonNode action) {
        terminal.line(
                text("  "),
                text(action.path("description").asText()),
                text(": " + action.path("outcome").asText()));
    }

    /// An outline: one line for each value, deeper values further to the right.
    private void value(String name, JsonNode value, String indent) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                terminal.line(indent + name + (value.isEmpty() ? ": none" : ""));
                value.properties()
                        .forEach(each -> value(each.getKey(), each.getValue(), indent + "  "));
            }
            case ARRAY -> {
                terminal.line(indent + name + (value.isEmpty() ? ": none" : ""));
                value.forEach(each -> member(each, indent + "  "));
            }
            case NULL, MISSING -> terminal.line(indent + name + ": none");
            case STRING, NUMBER, BOOLEAN, BINARY, POJO ->
                    terminal.line(indent + name + ": " + value.asText());
        }
    }

    private void member(JsonNode value, String indent) {
        if (!value.isObject()) {
            terminal.line(
                    indent + "- " + (value.isContainerNode() ? value.toString() : value.asText()));
            return;
        }
        String mark = "- ";
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            if (!isEmpty(each.getValue())) {
                value(mark + each.getKey(), each.getValue(), indent);
                mark = "  ";
            }
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }
}
