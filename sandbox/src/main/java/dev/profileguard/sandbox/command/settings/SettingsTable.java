package dev.profileguard.sandbox.command.settings;

import static dev.profileguard.sandbox.terminal.Terminal.styled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.profileguard.sandbox.command.stack.AllFunctions;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Help.Ansi.Style;

/// What all functions of a stack answer about their settings. Backfill compares for all what is in
/// force with what is deployed.
///
/// @param answers by the functions' names in the template
/// @param names the functions' names in Lambda, by those in the template
public record SettingsTable(Map<String, Answer> answers, Map<String, String> names) {
    private static final String ROW = "%-19s %-8s %-8s %-13s %s";
    private static final String AS_DEPLOYED = "as deployed";
    private static final Map<String, Boolean> REQUEST = Map.of("settings", true);

    /// Asks all functions, one after the other.
    public static SettingsTable of(DeployedStack stack, Functions functions) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (String function : stack.functions()) {
            answers.put(function, functions.ask(function, "show", REQUEST));
            names.put(function, stack.nameInLambda(function));
        }
        return new SettingsTable(answers, names);
    }

    /// The raw answers, each with the name of its function.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        answers.forEach((function, answer) -> lines.add(AllFunctions.named(answer).toString()));
        return lines;
    }

    /// Prints a line for each function, then the settings.
    public void print(Terminal terminal) {
        terminal.line(
                styled(
                        ROW.formatted("FUNCTION", "VERSION", "MODE", "IN FORCE", "PROBLEMS"),
                        Style.bold));
        answers.forEach((function, answer) -> terminal.line(row(function, answer)));
        new TreeSet<>(paused()).forEach(pause -> terminal.line(styled(pause, Style.bold)));
        terminal.emptyLine();
        settings().forEach((name, value) -> terminal.line("  %s: %s".formatted(name, value)));
    }

    /// What is wrong, as sentences; empty: nothing.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        answers.forEach((function, answer) -> {
            if (answer.error() != null) {
                problems.add(String.valueOf(answer.refusal()));
            }
            Answer.texts(answer.json().path("problems"))
                    .forEach(each -> problems.add(function + ": " + each));
            String state = inForce(function);
            if (!state.equals(AS_DEPLOYED)) {
                problems.add("The settings of %s are %s".formatted(function, state));
            }
        });
        return problems;
    }

    private String row(String function, Answer answer) {
        JsonNode json = answer.json();
        String state = inForce(function);
        int count = json.path("problems").size();
        return ROW.formatted(
                        function,
                        json.path("version").asText("-"),
                        json.path("mode").asText("-").replace("null", "-"),
                        state.equals(AS_DEPLOYED) ? state : state.split("[ :]", 2)[0] + "!",
                        answer.error() != null ? "failed" : count == 0 ? "none" : count)
                .stripTrailing();
    }

    /// `as deployed`, or what Backfill says instead.
    private String inForce(String function) {
        Answer backfill = answers.get("Backfill");
        JsonNode state =
                backfill == null
                        ? JsonNodeFactory.instance.missingNode()
                        : backfill.json().path("inForce").path(names.getOrDefault(function, ""));
        return state.asText("unknown: Backfill does not say it");
    }

    private List<String> paused() {
        List<String> paused = new ArrayList<>();
        answers.values()
                .forEach(answer -> {
                    JsonNode pause = answer.json().path("paused");
                    if (pause.isObject()) {
                        paused.add(
                                "All writes are paused%s: %s"
                                        .formatted(
                                                pause.path("until").isTextual()
                                                        ? " until " + pause.path("until").asText()
                                                        : "",
                                                pause.path("reason").asText("")));
                    }
                });
        return paused;
    }

    /// The settings of all functions. Where functions differ, each is named.
    private Map<String, String> settings() {
        Map<String, Map<String, List<String>>> values = new LinkedHashMap<>();
        answers.forEach((function, answer) ->
                answer.json()
                        .path("settings")
                        .properties()
                        .forEach(each ->
                                values.computeIfAbsent(each.getKey(), any -> new TreeMap<>())
                                        .computeIfAbsent(
                                                each.getValue().asText(), any -> new ArrayList<>())
                                        .add(function)));
        Map<String, String> settings = new TreeMap<>();
        values.forEach((name, functions) -> settings.put(name, shown(functions)));
        return settings;
    }

    private static String shown(Map<String, List<String>> functions) {
        if (functions.size() == 1) {
            return functions.keySet().iterator().next();
        }
        List<String> each = new ArrayList<>();
        functions.forEach(
                (value, in) -> each.add("%s (%s)".formatted(value, String.join(", ", in))));
        return String.join("; ", each);
    }
}
