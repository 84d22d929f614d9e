package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.event.Json;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that asks Backfill about baselines. The exit status is 0 only if everything was done.
abstract class BaselinesVerb implements Callable<Integer> {
    @Mixin private StackOptions options = new StackOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() {
        DeployedStack stack = options.find();
        errors().line(stack.described());
        errors().flush();
        try (Functions functions = stack.invocations()) {
            boolean done = operate(stack, functions);
            output().flush();
            return done ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /// Sends the requests, and prints the answers.
    ///
    /// @return whether everything was done
    abstract boolean operate(DeployedStack stack, Functions functions);

    /// The answer to one request.
    ///
    /// @throws StackException if it was refused or failed
    final JsonNode ask(Functions functions, String command, Map<String, ?> fields) {
        Answer answer =
                functions.ask("Backfill", Json.text(Map.of("baselines", Map.of(command, fields))));
        if (answer.error() != null || !answer.json().isObject()) {
            throw new StackException(String.valueOf(answer.refusal()));
        }
        return answer.json();
    }

    /// What all pages of an answer show, in the order of the names.
    final List<JsonNode> pages(Functions functions, String command, List<String> names) {
        List<JsonNode> all = new ArrayList<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            fields.put("names", names);
        }
        while (true) {
            JsonNode page = ask(functions, command, fields);
            page.path("baselines").forEach(all::add);
            Answer.texts(page.path("unreadable"))
                    .forEach(each -> errors().line("warning: not readable: " + each));
            if (!page.path("next").isTextual()) {
                return all;
            }
            errors().line(
                            "%d profiles, going on after %s"
                                    .formatted(all.size(), page.path("next").asText()));
            errors().flush();
            fields.put("after", page.path("next").asText());
        }
    }

    /// Prints an answer for programs, if that is wanted.
    ///
    /// @return whether it did
    final boolean printed(JsonNode json) {
        if (options.isJson()) {
            output().json(json.toString());
        }
        return options.isJson();
    }

    final StackOptions options() {
        return options;
    }

    final Terminal output() {
        return Terminal.output(spec.commandLine());
    }

    final Terminal errors() {
        return Terminal.errors(spec.commandLine());
    }
}
