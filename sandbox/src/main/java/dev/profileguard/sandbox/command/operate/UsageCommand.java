package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `guard usage`: who uses a profile.
@Command(name = "usage", description = "Show what uses an instance profile. Changes nothing.")
public final class UsageCommand extends Verb {
    @Parameters(paramLabel = "NAME", description = "The name of an instance profile.")
    private String profile = "";

    /// Picocli calls this one.
    public UsageCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        return ask(functions, "ProfileRotation", "usage", Map.of("profile", profile));
    }
}
