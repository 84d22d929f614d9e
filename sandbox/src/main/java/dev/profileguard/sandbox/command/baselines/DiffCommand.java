package dev.profileguard.sandbox.command.baselines;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `guard baselines diff`.
@Command(
        name = "diff",
        description = {
            "Show which instance profiles differ from their baselines now.",
            "- is what is recorded, + is what IAM shows."
        })
public final class DiffCommand extends BaselinesVerb {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names or globs (default: all).")
    private List<String> names = List.of();

    /// Picocli calls this one.
    public DiffCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        List<JsonNode> all = pages(functions, "diff", names);
        if (options().isJson()) {
            all.forEach(this::printed);
            return true;
        }
        if (all.isEmpty() && !names.isEmpty() && pages(functions, "list", names).isEmpty()) {
            output().line("No baseline is recorded for these names.");
            return true;
        }
        all.forEach(new BaselineText(output())::difference);
        output().line(
                        all.isEmpty()
                                ? "No differences. IAM shows what is recorded."
                                : "%d profiles differ from their baselines.".formatted(all.size()));
        return true;
    }
}
