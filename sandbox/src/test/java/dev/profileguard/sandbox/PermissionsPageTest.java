package dev.profileguard.sandbox;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// docs/permissions.md has what template.yaml grants. A wrong page is mended by the table that the
/// test writes to target/permissions.md.
class PermissionsPageTest {
    @Test
    void hasWhatTheTemplateGrants() throws IOException {
        String table = table();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "permissions.md"), table);

        assertThat(Files.readString(ROOT.resolve("docs/permissions.md"))).endsWith("\n\n" + table);
    }

    private static final Path ROOT = Path.of("..");

    /// Parameters that give a function more than the defaults do.
    private static final List<Map<String, String>> MORE =
            List.of(
                    Map.of("GuardMode", "enforce"),
                    Map.of("GuardMode", "enforce", "RepairAssociations", "on"),
                    Map.of("ProvisionMode", "enforce"),
                    Map.of("TagMode", "enforce"),
                    Map.of("NodeRoleMode", "enforce"),
                    Map.of("RotationMode", "enforce"),
                    Map.of("ReadEksClusters", "on"),
                    Map.of("DecodeAuthorizationMessages", "on"),
                    Map.of("TagPolicy", "ssm:/tags/policy"),
                    Map.of("FindingsTopic", "arn:aws:sns:us-east-1:123456789012:findings"),
                    Map.of("FindingsEvents", "true"),
                    Map.of("FindingsBus", "arn:aws:events:us-east-1:210000000000:event-bus/bus"),
                    Map.of("SecurityHub", "on"),
                    Map.of("KmsKey", "arn:aws:kms:us-east-1:123456789012:key/key"));

    private static String table() {
        Template defaults = template(Map.of());
        List<String> rows = new ArrayList<>();
        rows.add("| function | parameter | permissions |\n|---|---|---|\n");
        for (FunctionDefinition function : defaults.functions()) {
            String name = function.logicalId();
            rows.add(row(name, "the defaults", granted(defaults, name)));
            MORE.forEach(more -> {
                Set<String> added = granted(template(more), name);
                added.removeAll(granted(template(without(more)), name));
                if (!added.isEmpty()) {
                    rows.add(row("", text(more), added));
                }
            });
        }
        return String.join("", rows);
    }

    /// What a parameter is compared with: the mode that it needs, if it needs one.
    private static Map<String, String> without(Map<String, String> more) {
        return more.size() == 1 ? Map.of() : Map.of("GuardMode", "enforce");
    }

    private static String text(Map<String, String> more) {
        return more.entrySet().stream()
                .filter(each -> more.size() == 1 || !each.getKey().equals("GuardMode"))
                .map(each ->
                        each.getValue().matches("(arn|ssm):.*")
                                ? "`%s`".formatted(each.getKey())
                                : "`%s=%s`".formatted(each.getKey(), each.getValue()))
                .collect(joining(" "));
    }

    private static String row(String function, String parameter, Set<String> permissions) {
        return "| %s | %s | %s |\n"
                .formatted(
                        function,
                        parameter,
                        permissions.stream().map("`%s`"::formatted).collect(joining(", ")));
    }

    private static Template template(Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("TrustedPrincipals", "nobody");
        return TemplateReader.read(ROOT.resolve("template.yaml"), all);
    }

    private static Set<String> granted(Template template, String function) {
        return template.functions().stream()
                .filter(each -> each.logicalId().equals(function))
                .flatMap(each -> each.allows().stream())
                .flatMap(statement -> statement.actions().stream())
                .collect(toCollection(TreeSet::new));
    }
}
