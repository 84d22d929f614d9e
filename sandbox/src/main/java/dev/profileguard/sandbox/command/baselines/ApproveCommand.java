package dev.profileguard.sandbox.command.baselines;

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
        return PlanText.of(this).print(List.of(ask(functions, "approve", Map.of("names", names))));
    }
}
