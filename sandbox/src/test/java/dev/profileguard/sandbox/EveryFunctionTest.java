package dev.profileguard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The places that a function with a rule has to be in, as CONTRIBUTING.md lists them. The canary's
/// rule is about the stack itself.
class EveryFunctionTest {
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"BACKFILL", "CANARY"})
    void hasAPackageOfItsOwnWithItsHandlerAndItsRule(Rule rule) throws Exception {
        Template template = TemplateReader.read(ROOT.resolve("template.yaml"), Map.of());

        FunctionDefinition function =
                template.functions().stream()
                        .filter(each -> each.logicalId().equals(rule.text()))
                        .findFirst()
                        .orElseThrow();
        Class<?> handler = Class.forName(function.handlerClass());

        assertThat(handler.getSimpleName()).isEqualTo(rule.text() + "Handler");
        assertThat(sources("functions", handler.getPackageName() + ".rule")).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void hasFindings(Rule rule) {
        assertThat(Finding.Kind.values()).anyMatch(kind -> kind.rule() == rule);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BACKFILL")
    void takesPartInSweeps(Rule rule) throws Exception {
        try (Sandbox sandbox =
                Sandbox.start(ROOT.resolve("template.yaml"), Map.of(), Sandbox.Mode.TEST_CLOCK)) {
            String request = "{\"mode\": \"plan\", \"rules\": [\"%s\"]}".formatted(rule.inSweeps());

            InvocationResponse response = sandbox.lambda().invoke("Backfill", request);

            assertThat(response).isInstanceOf(InvocationResponse.Returned.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "CANARY", mode = EnumSource.Mode.EXCLUDE)
    void hasEventsARowInTheReadmeAnActInTheDemoAndAScenarioForItsPackage(Rule rule)
            throws Exception {
        String name = rule.text();

        assertThat(files(ROOT.resolve("events").resolve(name))).isNotEmpty();
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("| `%s` |".formatted(name));
        assertThat(sources("sandbox", "dev.profileguard.sandbox.command.demo"))
                .anyMatch(text ->
                        text.contains("new Definition(")
                                && text.contains("\"%s\",".formatted(name)));
        assertThat(Files.readString(ROOT.resolve(".ci/packaged/__main__.py")))
                .containsPattern("SCENARIOS = \\([^)]*\\b" + snakeCase(name) + "\\b");
        assertThat(ROOT.resolve(".ci/packaged").resolve(snakeCase(name) + ".py")).exists();
    }

    private static final Path ROOT = Path.of("..");

    private static List<String> sources(String module, String name) throws IOException {
        Path folder = ROOT.resolve(module).resolve("src/main/java").resolve(name.replace('.', '/'));
        return files(folder).stream().map(EveryFunctionTest::text).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
