package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `guard baselines history`.
@Command(
        name = "history",
        description = "Show the baselines of an instance profile in the last year, latest first.")
public final class HistoryCommand extends BaselinesVerb {
    @Parameters(paramLabel = "PROFILE", description = "The name of the instance profile.")
    private String profile = "";

    /// Picocli calls this one.
    public HistoryCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        JsonNode answer = ask(functions, "history", Map.of("profile", profile));
        if (!printed(answer)) {
            new BaselineText(output()).history(answer);
        }
        return true;
    }
}
