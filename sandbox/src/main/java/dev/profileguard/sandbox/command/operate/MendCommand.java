package dev.profileguard.sandbox.command.operate;

import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `guard mend`: what a role breaks that was deleted and created again.
@Command(
        name = "mend",
        description = {
            "Show what a role breaks that was deleted and created again, with the commands that"
                    + " mend it. Changes nothing.",
            "Run the commands of the steps, then ask again: what is done is not listed any more."
        })
public final class MendCommand extends Verb {
    @Parameters(paramLabel = "ROLE", description = "The name of the role.")
    private String role = "";

    @Option(
            names = "--former-id",
            paramLabel = "AROA...",
            split = ",",
            description =
                    "The IDs of deleted roles of this name, at most 10 (default: what the"
                            + " baselines of its profiles record).")
    private List<String> formerIds = new ArrayList<>();

    @Option(
            names = "--policies",
            paramLabel = "PLACE",
            split = ",",
            description = {
                "Search the policies of keys and buckets too: keys, buckets. keys:REGION searches"
                        + " one region. An answer names places to go on with."
            })
    private List<String> policies = new ArrayList<>();

    /// Picocli calls this one.
    public MendCommand() {}

    @Override
    boolean operate(DeployedStack stack, Functions functions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", role);
        List<String> ids =
                formerIds.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
        if (!ids.isEmpty()) {
            fields.put("formerId", ids);
        }
        if (!policies.isEmpty()) {
            fields.put("policies", policies);
        }
        return ask(functions, "ProfileRotation", "mend", fields);
    }

    @Override
    void print(Answer answer, Terminal terminal) {
        new RotationText(terminal).print(answer);
        answer.json()
                .path("unknown")
                .forEach(each -> terminal.line("  not known: " + each.asText()));
    }
}
