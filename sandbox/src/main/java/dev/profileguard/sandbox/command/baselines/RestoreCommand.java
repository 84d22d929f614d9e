package dev.profileguard.sandbox.command.baselines;

import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard baselines restore`.
@Command(
        name = "restore",
        description = {
            "Plan to go back to an earlier baseline, which a trusted principal made.",
            "Changes nothing until 'guard apply'. Then ProfileGuard repairs the profile, unless it"
                    + " only observes."
        })
public final class RestoreCommand extends BaselinesVerb {
    @Parameters(paramLabel = "PROFILE", description = "The name of the instance profile.")
    private String profile = "";

    @Option(
            names = "--to",
            paramLabel = "EVENT",
            description = "The event of the baseline, from 'history' (default: the latest one).")
    private String to = "";

    /// Picocli calls this one.
    public RestoreCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("profile", profile);
        if (!to.isBlank()) {
            fields.put("to", to);
        }
        return PlanText.of(this).print(List.of(ask(functions, "restore", fields)));
    }
}
