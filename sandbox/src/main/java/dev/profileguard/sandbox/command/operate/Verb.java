package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that sends requests to functions of the deployed stack and prints their answers. The
/// exit status is 0 only if everything was done.
abstract class Verb implements Callable<Integer> {
    @Mixin private StackOptions options = new StackOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() {
        check();
        DeployedStack stack = options.find();
        errors().line(stack.described());
        errors().flush();
        try (Functions functions = stack.invocations()) {
            return operate(stack, functions) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /// Checks the command line, before anything is called.
    ///
    /// @throws picocli.CommandLine.ParameterException when it is wrong
    void check() {}

    /// Sends the requests.
    ///
    /// @return whether everything was done
    abstract boolean operate(DeployedStack stack, Functions functions);

    /// Prints an answer for people.
    void print(Answer answer, Terminal terminal) {
        new AnswerText(terminal).print(answer);
    }

    /// Sends a request, and prints the answer.
    ///
    /// @param function its name in the template
    /// @param command such as `show`
    /// @return whether it was done
    final boolean ask(Functions functions, String function, String command, Map<String, ?> fields) {
        return report(functions.ask(function, command, fields));
    }

    /// Prints an answer.
    ///
    /// @return whether it was done
    final boolean report(Answer answer) {
        return report(answer, answer.text());
    }

    /// Prints an answer.
    ///
    /// @param json for programs
    /// @return whether it was done
    final boolean report(Answer answer, String json) {
        Terminal output = Terminal.output(spec.commandLine());
        String refusal = answer.refusal();
        if (options.isJson()) {
            output.json(json);
        } else if (answer.error() == null) {
            print(answer, output);
            output.flush();
        }
        if (refusal != null) {
            errors().error(refusal);
            return false;
        }
        List<String> left = left(answer);
        left.forEach(errors()::error);
        return left.isEmpty();
    }

    /// What is left to do although the function did its part, as sentences; empty: nothing.
    List<String> left(Answer answer) {
        return List.of();
    }

    /// Whether the output is for programs.
    final boolean isJson() {
        return options.isJson();
    }

    final CommandSpec spec() {
        return spec;
    }

    final Terminal errors() {
        return Terminal.errors(spec.commandLine());
    }
}
