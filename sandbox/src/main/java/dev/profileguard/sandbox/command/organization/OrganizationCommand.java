package dev.profileguard.sandbox.command.organization;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard organization`.
@Command(
        name = "organization",
        description =
                "Show the status of all accounts of the organization, or sweep them. Needs the"
                        + " credentials of the account that has the central stack.",
        subcommands = {StatusCommand.class, SweepCommand.class})
public final class OrganizationCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public OrganizationCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "status or sweep is missing");
    }
}
