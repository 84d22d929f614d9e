package dev.profileguard.sandbox.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Statement;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.event.ruler.Ruler;

/// template.yaml, as it stands in the file and as it is read with parameters.
final class TemplateFile {
    static final Path ROOT = Path.of("..");

    static final Template TEMPLATE = TemplateReader.read(ROOT.resolve("template.yaml"), Map.of());

    /// With the resources that the sandbox omits by default.
    static final Template WITH_SCHEDULES =
            TemplateReader.read(
                    ROOT.resolve("template.yaml"),
                    Map.of("CanaryMinutes", "15", "SweepMode", "sweep"));

    static final Template ENFORCING = enforcing(Map.of());

    /// The canary's profile, as the sandbox names it.
    static final String CANARY = "profile-guard-CanaryProfile";

    private TemplateFile() {}

    /// The template with the functions that change things enforcing.
    static Template enforcing(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(
                Map.of(
                        "GuardMode", "enforce",
                        "ProvisionMode", "enforce",
                        "TagMode", "enforce",
                        "TrustedPrincipals", "nobody"));
        return TemplateReader.read(ROOT.resolve("template.yaml"), all);
    }

    static FunctionDefinition function(Template template, String logicalId) {
        return template.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    static FunctionDefinition function(String logicalId) {
        return TEMPLATE.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    /// The actions that the policies of a function allow.
    static Set<String> granted(FunctionDefinition function) {
        return function.allows().stream()
                .map(Statement::actions)
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static FunctionDefinition byArn(String arn) {
        return TEMPLATE.functions().stream()
                .filter(function ->
                        arn.equals(function.arn()) || arn.startsWith(function.arn() + ":"))
                .findFirst()
                .orElseThrow();
    }

    static FunctionDefinition guard() {
        return function("ProfileGuard");
    }

    /// The functions to which the rules send an event.
    static Set<String> functionsFor(JsonNode event) throws Exception {
        Set<String> functions = new TreeSet<>();
        for (RuleDefinition rule : TEMPLATE.rules()) {
            if (Ruler.matchesRule(event.toString(), rule.pattern())) {
                rule.targets().forEach(target -> functions.add(behind(target.arn())));
            }
        }
        return functions;
    }

    /// The function behind a target: the target itself, or the function that reads the queue.
    private static String behind(String arn) {
        return TEMPLATE.sources().stream()
                .filter(source -> source.queue().equals(arn))
                .map(source -> byArn(source.function()))
                .findFirst()
                .orElseGet(() -> byArn(arn))
                .logicalId();
    }

    /// The texts of the template's resources of a type.
    static List<String> resourcesOfType(String type) {
        return Arrays.stream(read("template.yaml").split("(?m)^(?=  \\w+:$)"))
                .filter(text -> text.contains("    Type: " + type + "\n"))
                .toList();
    }

    static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
