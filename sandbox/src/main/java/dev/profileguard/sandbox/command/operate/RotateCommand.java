package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `guard rotate`: replaces a profile by another one wherever it is used.
@Command(
        name = "rotate",
        description = "Replace an instance profile by another one wherever it is used.")
public final class RotateCommand extends Verb {
    private static final String FUNCTION = "ProfileRotation";
    private static final String LIST = "list";
    private static final Set<String> STEPS = Set.of("start", "status", "finish", "cancel", LIST);

    @Parameters(
            index = "0",
            paramLabel = "STEP",
            description = "start, status, finish, cancel or list.")
    private String step = LIST;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PROFILE",
            description = "The name of the profile; none for list.")
    private String profile = "";

    @Option(
            names = "--with",
            paramLabel = "FIELD=VALUE",
            description = "More fields of the request.")
    private Map<String, String> more = new LinkedHashMap<>();

    /// Picocli calls this one.
    public RotateCommand() {}

    @Override
    void check() {
        if (!STEPS.contains(step) || profile.isBlank() != step.equals(LIST)) {
            throw new ParameterException(
                    spec().commandLine(),
                    "Give start, status, finish or cancel with the name of a profile, or list");
        }
    }

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        if (step.equals(LIST)) {
            return report(functions.ask(FUNCTION, "{\"list\": true}"));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("profile", profile);
        fields.putAll(more);
        return ask(functions, FUNCTION, step, fields);
    }
}
