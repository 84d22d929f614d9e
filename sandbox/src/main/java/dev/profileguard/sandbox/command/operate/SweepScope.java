package dev.profileguard.sandbox.command.operate;

import dev.profileguard.backfill.SweepRequest;
import dev.profileguard.finding.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The options that limit a sweep.
final class SweepScope {
    @Option(
            names = "--rules",
            split = ",",
            paramLabel = "RULE",
            description =
                    "Only these rules: guard, provision, tags, nodes (default: all"
                            + " whose function is not off).")
    private List<String> rules = List.of();

    @Option(
            names = "--names",
            split = ",",
            paramLabel = "GLOB",
            description = "Only roles and profiles with these names, such as 'prod-*'.")
    private List<String> names = List.of();

    /// Checks that Backfill will accept them: an execution that fails would raise an alarm.
    ///
    /// @throws ParameterException when it will not
    void check(CommandSpec spec) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (!rules.isEmpty()) {
            request.put("rules", rules);
        }
        if (!names.isEmpty()) {
            request.put("names", names);
        }
        List<String> known = Rule.ofSweeps().stream().map(Rule::inSweeps).toList();
        try {
            SweepRequest.read(request, known);
        } catch (IllegalArgumentException e) {
            String what = String.valueOf(e.getMessage()).replaceFirst("\\. Valid request: .*", "");
            throw new ParameterException(
                    spec.commandLine(),
                    "--%s. The rules are: %s".formatted(what, String.join(", ", known)),
                    e);
        }
    }

    List<String> rules() {
        return rules;
    }

    List<String> names() {
        return names;
    }
}
