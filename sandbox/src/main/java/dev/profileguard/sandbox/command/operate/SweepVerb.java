package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.command.stack.Reports;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.command.stack.SweepResult;
import dev.profileguard.sandbox.command.stack.Sweeps;
import dev.profileguard.sandbox.terminal.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that lets the stack's state machine sweep the account, and follows it. The sweep does
/// not end with the command.
abstract class SweepVerb implements Callable<Integer> {
    @Mixin private StackOptions options = new StackOptions();

    @Option(
            names = "--follow",
            paramLabel = "EXECUTION",
            description = "Start nothing: follow this execution, by its ARN, and print its result.")
    private String execution = "";

    @Option(names = "--all", description = "Print every role and profile, not only the first 100.")
    private boolean all;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() {
        check();
        DeployedStack stack = options.find();
        errors().line(stack.described());
        errors().flush();
        try (Sweeps sweeps = stack.sweeps()) {
            String followed = execution;
            if (followed.isEmpty()) {
                if (!mayStart(stack)) {
                    return ExitCode.SOFTWARE;
                }
                followed = start(sweeps);
            }
            return finish(stack, followed(sweeps, followed)) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /// Checks the command line, before anything is called.
    ///
    /// @throws picocli.CommandLine.ParameterException when it is wrong
    void check() {}

    /// Whether the sweep may start. If not, it has said why.
    boolean mayStart(DeployedStack stack) {
        return true;
    }

    /// Starts the sweep.
    ///
    /// @return the ARN of the execution
    abstract String start(Sweeps sweeps);

    /// What the command is called, with the words that it needs to follow an execution.
    abstract String words();

    /// Shows the result of a sweep that came to its end in another form too.
    ///
    /// @return whether that was done
    boolean show(DeployedStack stack, SweepResult result, Report report, Terminal terminal) {
        return true;
    }

    /// Prints the result of a sweep that came to its end.
    ///
    /// @param answer Backfill's last answer
    /// @return whether everything was done
    abstract boolean print(JsonNode answer, Report report, ChangeText text);

    private SweepResult followed(Sweeps sweeps, String arn) {
        SweepWatch watch =
                new SweepWatch(
                        arn, options.another("%s --follow %s".formatted(words(), arn)), errors());
        try (watch) {
            return sweeps.follow(arn, watch::see);
        } catch (StackException e) {
            throw new StackException(
                    "%s. %s".formatted(e.getMessage(), String.join(". ", watch.instructions())));
        }
    }

    private boolean finish(DeployedStack stack, SweepResult result) {
        boolean isKnown = result.answer().isObject();
        if (options.isJson() && isKnown) {
            Terminal.output(spec.commandLine()).json(result.answer().toString());
        }
        if (!result.isComplete()) {
            errors().error(result.failure());
            return false;
        }
        if (!isKnown) {
            errors().error(
                            "The sweep ended, but its answer cannot be read: you need"
                                    + " states:GetExecutionHistory on "
                                    + result.execution());
            return false;
        }
        Answer.texts(result.answer().path("faults"))
                .forEach(fault -> errors().line("warning: " + fault));
        errors().flush();
        Report report = report(stack, result);
        Terminal terminal = options.isJson() ? errors() : Terminal.output(spec.commandLine());
        boolean done =
                print(
                        result.answer(),
                        report,
                        new ChangeText(
                                terminal, all ? Integer.MAX_VALUE : ChangeText.DEFAULT_MOST));
        boolean shown = show(stack, result, report, terminal);
        terminal.flush();
        return done && shown && result.error() == null;
    }

    /// The report; without the permission to read it, the lines of the answer are all there is.
    private Report report(DeployedStack stack, SweepResult result) {
        Instant end = Objects.requireNonNullElse(result.stopped(), Instant.now());
        Report report;
        try (Reports reports = stack.reports()) {
            report = reports.of(result.run(), result.started(), end);
        } catch (StackException e) {
            errors().error("The report cannot be read: " + e.getMessage());
            return new Report(List.of(), 0, "");
        }
        int parts = result.answer().path("part").asInt(report.parts());
        if (report.parts() < parts) {
            errors().error(
                            "The report is incomplete: the sweep had %d parts, and %d are stored. What follows lacks the others"
                                    .formatted(parts, report.parts()));
        }
        return report;
    }

    final StackOptions options() {
        return options;
    }

    final CommandSpec spec() {
        return spec;
    }

    final boolean isFollowing() {
        return !execution.isEmpty();
    }

    final Terminal errors() {
        return Terminal.errors(spec.commandLine());
    }
}
