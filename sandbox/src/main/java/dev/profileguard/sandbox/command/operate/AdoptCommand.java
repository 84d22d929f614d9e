package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `guard adopt`: makes the current state of profiles their baseline.
@Command(
        name = "adopt",
        description = {
            "Make the current state of instance profiles the baseline that ProfileGuard enforces.",
            "For a profile that does not exist any more, this ends its guard."
        })
public final class AdoptCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "PROFILE", description = "Names of instance profiles.")
    private List<String> profiles = List.of();

    /// Picocli calls this one.
    public AdoptCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        boolean done = true;
        for (String profile : profiles) {
            done &= ask(functions, "ProfileGuard", "adopt", Map.of("profile", profile));
        }
        return done;
    }
}
