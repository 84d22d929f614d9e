package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a state of a definition, and refuses what the sandbox does not execute.
///
/// @param functions finds a function by its ARN
record StateReader(Function<String, Optional<FunctionDefinition>> functions) {
    private static final String AT_LEAST = "NumericGreaterThanEquals";

    /// Step Functions' timeout for a task without one: three years.
    private static final String NO_TIMEOUT = "99999999";

    State read(String name, JsonNode state, DefinitionPath where) {
        String type = where.text(state, "Type");
        return switch (type) {
            case "Task" -> task(name, state, where);
            case "Pass" -> pass(state, where);
            case "Choice" -> choice(state, where);
            case "Fail" -> fail(state, where);
            default -> throw where.at("Type").unsupported(type);
        };
    }

    /// The states that can follow.
    static List<String> targets(State state) {
        return switch (state) {
            case State.Task task -> Stream.ofNullable(task.next()).toList();
            case State.Pass pass -> Stream.ofNullable(pass.next()).toList();
            case State.Choice choice ->
                    Stream.concat(
                                    choice.branches().stream().map(State.Branch::next),
                                    Stream.ofNullable(choice.fallback()))
                            .toList();
            case State.Fail fail -> List.of();
        };
    }

    private State task(String name, JsonNode state, DefinitionPath where) {
        where.requireOnly(
                state,
                List.of(
                        "Type",
                        "Comment",
                        "Resource",
                        "Parameters",
                        "ResultSelector",
                        "ResultPath",
                        "TimeoutSeconds",
                        "Retry",
                        "Next",
                        "End"));
        String resource = where.text(state, "Resource");
        if (!resource.equals(DefinitionReader.invoke())) {
            throw where.at("Resource").unsupported(resource);
        }
        JsonNode parameters = state.path("Parameters");
        DefinitionPath there = where.at("Parameters");
        there.requireOnly(parameters, List.of("FunctionName", "Payload", "Payload.$"));
        return new State.Task(
                name,
                function(parameters, there),
                PayloadTemplate.read(parameters, there),
                template(state, "ResultSelector", where),
                where.path(state, "ResultPath"),
                where.seconds(state, "TimeoutSeconds", NO_TIMEOUT),
                retriers(state.path("Retry"), where),
                next(state, where));
    }

    private FunctionDefinition function(JsonNode parameters, DefinitionPath where) {
        String named = where.text(parameters, "FunctionName");
        return functions
                .apply(named)
                .orElseThrow(() ->
                        where.at("FunctionName")
                                .invalid(
                                        "a function of the template",
                                        parameters.path("FunctionName")));
    }

    private static List<Retrier> retriers(JsonNode retry, DefinitionPath where) {
        List<Retrier> retriers = new ArrayList<>();
        for (int i = 0; i < retry.size(); i++) {
            JsonNode each = retry.get(i);
            DefinitionPath there = where.at("Retry", i);
            there.requireOnly(
                    each,
                    List.of(
                            "Comment",
                            "ErrorEquals",
                            "IntervalSeconds",
                            "BackoffRate",
                            "MaxAttempts"));
            List<String> errors = new ArrayList<>();
            each.path("ErrorEquals").forEach(error -> errors.add(error.asText()));
            retriers.add(
                    new Retrier(
                            errors,
                            there.seconds(each, "IntervalSeconds", "1"),
                            there.number(each, "BackoffRate", "2").doubleValue(),
                            there.number(each, "MaxAttempts", "3").intValue()));
        }
        return retriers;
    }

    private static State pass(JsonNode state, DefinitionPath where) {
        where.requireOnly(
                state,
                List.of("Type", "Comment", "InputPath", "Parameters", "ResultPath", "Next", "End"));
        return new State.Pass(
                where.path(state, "InputPath"),
                template(state, "Parameters", where),
                where.path(state, "ResultPath"),
                next(state, where));
    }

    private static State choice(JsonNode state, DefinitionPath where) {
        where.requireOnly(state, List.of("Type", "Comment", "Choices", "Default"));
        List<State.Branch> branches = new ArrayList<>();
        JsonNode choices = state.path("Choices");
        for (int i = 0; i < choices.size(); i++) {
            branches.add(branch(choices.get(i), where.at("Choices", i)));
        }
        return new State.Choice(
                branches, state.has("Default") ? where.text(state, "Default") : null);
    }

    private static State.Branch branch(JsonNode choice, DefinitionPath where) {
        where.requireOnly(
                choice,
                List.of("Comment", "Variable", "IsNull", "NumericGreaterThanEquals", "Next"));
        if (!choice.has("Variable") || choice.has("IsNull") == choice.has(AT_LEAST)) {
            throw where.invalid("a Variable and either IsNull or " + AT_LEAST, choice);
        }
        return new State.Branch(
                where.path(choice, "Variable"),
                choice.has("IsNull")
                        ? new State.Test.IsNull(choice.path("IsNull").asBoolean())
                        : new State.Test.AtLeast(where.number(choice, AT_LEAST, "")),
                where.text(choice, "Next"));
    }

    private static State fail(JsonNode state, DefinitionPath where) {
        where.requireOnly(state, List.of("Type", "Comment", "Error", "Cause"));
        return new State.Fail(where.text(state, "Error"), where.text(state, "Cause"));
    }

    private static @Nullable PayloadTemplate template(
            JsonNode state, String key, DefinitionPath where) {
        return state.has(key) ? PayloadTemplate.read(state.path(key), where.at(key)) : null;
    }

    private static @Nullable String next(JsonNode state, DefinitionPath where) {
        boolean ends = state.path("End").asBoolean();
        if (ends == state.has("Next")) {
            throw where.invalid("a state with either Next or End", state);
        }
        return ends ? null : where.text(state, "Next");
    }
}
