package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `guard baselines show`.
@Command(
        name = "show",
        description = "Show the baseline of an instance profile, and what IAM shows now.")
public final class ShowCommand extends BaselinesVerb {
    @Parameters(paramLabel = "PROFILE", description = "The name of the instance profile.")
    private String profile = "";

    /// Picocli calls this one.
    public ShowCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        JsonNode answer = ask(functions, "show", Map.of("profile", profile));
        if (!printed(answer)) {
            new BaselineText(output()).show(answer);
        }
        return true;
    }
}
