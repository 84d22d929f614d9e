package dev.profileguard.sandbox.command.noderole;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard node-role`.
@Command(
        name = "node-role",
        description = "Check the node role of an EKS cluster, or say how to make one.",
        subcommands = {ShowCommand.class, MakeCommand.class})
public final class NodeRoleCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public NodeRoleCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "show or make is missing");
    }
}
