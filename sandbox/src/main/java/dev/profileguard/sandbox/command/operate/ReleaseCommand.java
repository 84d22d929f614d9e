package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard release`: lets everybody change profiles for a while.
@Command(
        name = "release",
        description = {
            "Break-glass: for some time, ProfileGuard reverts nothing of these instance profiles.",
            "What anybody changes in this time becomes their baseline."
        })
public final class ReleaseCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "PROFILE", description = "Names of instance profiles.")
    private List<String> profiles = List.of();

    @Option(
            names = "--minutes",
            defaultValue = "30",
            description = "For how long, up to 1440 (default: 30). 0 ends the release.")
    private int minutes;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, such as the number of the incident. Findings show it.")
    private String reason = "";

    /// Picocli calls this one.
    public ReleaseCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        boolean done = true;
        for (String profile : profiles) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("profile", profile);
            fields.put("minutes", minutes);
            fields.put("reason", reason);
            done &= ask(functions, "ProfileGuard", "release", fields);
        }
        return done;
    }
}
