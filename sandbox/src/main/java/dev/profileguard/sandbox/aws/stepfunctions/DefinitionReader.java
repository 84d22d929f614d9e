package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a definition in Amazon States Language, and refuses whatever the sandbox does not execute,
/// so that it skips nothing silently. https://states-language.net/
///
/// @param states reads its states
record DefinitionReader(StateMachineDefinition machine, StateReader states) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @throws TemplateException naming what is wrong
    StateMachine read() {
        DefinitionPath where = new DefinitionPath(machine.logicalId(), "");
        JsonNode definition = json();
        where.requireOnly(
                definition, List.of("Comment", "StartAt", "States", "TimeoutSeconds", "Version"));
        Map<String, State> read = new LinkedHashMap<>();
        definition
                .path("States")
                .properties()
                .forEach(each ->
                        read.put(
                                each.getKey(),
                                states.read(
                                        each.getKey(),
                                        each.getValue(),
                                        where.at("States").at(each.getKey()))));
        String first = where.text(definition, "StartAt");
        requireState(read, first, "StartAt");
        read.forEach((name, state) ->
                StateReader.targets(state).forEach(next -> requireState(read, next, name)));
        return new StateMachine(
                machine.name(), machine.arn(), first, read, timeout(definition, where));
    }

    private JsonNode json() {
        try {
            return JSON.readTree(machine.text());
        } catch (JsonProcessingException e) {
            throw new TemplateException(
                    "%s, the definition of %s, is no JSON: %s"
                            .formatted(
                                    machine.file(), machine.logicalId(), e.getOriginalMessage()));
        }
    }

    private static @Nullable Duration timeout(JsonNode definition, DefinitionPath where) {
        return definition.has("TimeoutSeconds")
                ? where.seconds(definition, "TimeoutSeconds", "")
                : null;
    }

    private void requireState(Map<String, State> read, String name, String from) {
        if (!read.containsKey(name)) {
            throw new TemplateException(
                    "The definition of %s goes from %s to %s, which is none of its states: %s"
                            .formatted(
                                    machine.logicalId(),
                                    from,
                                    name,
                                    String.join(", ", read.keySet())));
        }
    }

    /// The `Resource` of a task that runs a function.
    static String invoke() {
        return "arn:%s:states:::lambda:invoke".formatted(Stack.PARTITION);
    }
}
