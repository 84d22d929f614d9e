package dev.profileguard.sandbox.command.baselines;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard baselines`.
@Command(
        name = "baselines",
        description = {
            "Show what is recorded as right, and change it.",
            "Each change is a plan: 'guard apply' makes it. docs/baselines.md shows how."
        },
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            HistoryCommand.class,
            ApproveCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            ImportCommand.class
        })
public final class BaselinesCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public BaselinesCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "list, show, diff, history, approve, restore, export or import is missing");
    }
}
