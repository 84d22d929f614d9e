package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `guard baselines approve`.
@Command(
        name = "approve",
        description = {
            "Plan that provisional baselines are right.",
            "Only what IAM shows now can be approved. Changes nothing until 'guard apply'."
        })
public final class ApproveCommand extends BaselinesVerb {
    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "Names or globs, such as 'prod-*'.")
    private List<String> names = List.of();

    /// Picocli calls this one.
    public ApproveCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        JsonNode answer = ask(functions, "approve", Map.of("names", names));
        if (!options().isJson() && isEmpty(answer)) {
            output().line("No changes: no provisional baseline has one of these names.");
            return true;
        }
        return PlanText.of(this).print(List.of(answer));
    }

    private static boolean isEmpty(JsonNode answer) {
        return answer.path("changed").isInt() && answer.path("changed").asInt() == 0;
    }
}
