package dev.profileguard.sandbox.command.baselines;

import dev.profileguard.event.Json;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.StackBaselines;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard copy-baselines`: copies the baselines of an earlier stack into the table of this one.
@Command(
        name = "copy-baselines",
        description = {
            "Copy the baselines of an earlier stack into the table of this stack.",
            "Newer items of this stack stay. The table's policy has to be off for the time of the"
                + " copy: docs/operations/copy-baselines.md has the commands. It can be repeated."
        })
public final class CopyBaselinesCommand implements Callable<Integer> {
    @Mixin private StackOptions options = new StackOptions();

    @Parameters(
            paramLabel = "TABLE",
            description = "The table of the earlier stack, in the same account and region.")
    private String table = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public CopyBaselinesCommand() {}

    @Override
    public Integer call() {
        DeployedStack stack = options.find();
        Terminal errors = Terminal.errors(spec.commandLine());
        errors.line(stack.described());
        errors.flush();
        CopyCount count = new CopyCount();
        try (StackBaselines baselines = stack.baselines()) {
            if (baselines.table().equals(table)) {
                throw new StackException(
                        "%s is the table of this stack. Name that of the earlier stack"
                                .formatted(table));
            }
            baselines.each(table, item -> count.add(item, baselines));
        }
        print(count);
        return ExitCode.OK;
    }

    private void print(CopyCount count) {
        Terminal output = Terminal.output(spec.commandLine());
        if (options.isJson()) {
            output.json(Json.text(count.json(table)));
        } else {
            output.line("%s: %s".formatted(table, count.text()));
            count.kept().forEach(each -> output.line("  stays as it is here: " + each));
        }
        output.flush();
    }
}
