package dev.profileguard.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The pages in docs/findings match the code.
class FindingPagesTest {
    @Test
    void everyFindingHasAPageAndEveryPageAFinding() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(Kind.values()).map(kind -> kind.text() + ".md").toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPageHasTheCodesRuleSeverityAndSpan(Kind kind) throws IOException {
        assertThat(page(kind))
                .startsWith("# %s\n".formatted(kind.text()))
                .contains(
                        "\n| rule | severity | lasts |\n|---|---|---|\n| %s |\n"
                                .formatted(facts(kind)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPageHasAllSections(Kind kind) throws IOException {
        String[] parts = Pattern.compile("^## ", Pattern.MULTILINE).split(page(kind));

        assertThat(Arrays.stream(parts).skip(1))
                .extracting(part -> part.lines().findFirst().orElse(""))
                .containsExactly("What it says", "Why it matters", "What was done", "What to do");
        assertThat(Arrays.stream(parts).skip(1)).allMatch(part -> part.strip().lines().count() > 2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPageOfACriticalOrUnresolvedFindingHasCommands(Kind kind) throws IOException {
        boolean needsAHand =
                kind.severity() == Severity.CRITICAL || kind.span() == Finding.Span.UNTIL_RESOLVED;

        assertThat(page(kind).contains("```\naws ")).matches(has -> has || !needsAHand);
    }

    @Test
    void theIndexListsAllFindingsInTheOrderOfTheCode() throws IOException {
        assertThat(Files.readAllLines(FOLDER.resolve("README.md")))
                .filteredOn(line -> line.startsWith("| ["))
                .extracting(line -> line.substring(0, line.lastIndexOf(" | ")))
                .containsExactlyElementsOf(
                        Arrays.stream(Kind.values())
                                .map(kind ->
                                        "| [%1$s](%1$s.md) | %2$s"
                                                .formatted(kind.text(), facts(kind)))
                                .toList());
    }

    @Test
    void theSchemaKnowsEveryRuleKindAndSeverity() throws IOException {
        Map<String, Object> schema =
                JSON.std.mapFrom(Files.readString(FOLDER.resolve("finding.schema.json")));
        Map<?, ?> properties = map(schema.get("properties"));

        assertThat(allowed(properties, "kind"))
                .isEqualTo(Arrays.stream(Kind.values()).map(Kind::text).toList());
        assertThat(allowed(properties, "rule"))
                .isEqualTo(Arrays.stream(Rule.values()).map(Rule::text).toList());
        assertThat(allowed(properties, "severity"))
                .isEqualTo(Arrays.stream(Severity.values()).map(Severity::text).toList());
        assertThat(allowed(properties, "status"))
                .isEqualTo(Arrays.stream(Notice.Status.values()).map(Notice.Status::text).toList());
    }

    private static final Path FOLDER = Path.of("../docs/findings");

    private static String page(Kind kind) throws IOException {
        return Files.readString(FOLDER.resolve(kind.text() + ".md"));
    }

    private static String facts(Kind kind) {
        return "%s | %s | %s"
                .formatted(kind.rule().text(), kind.severity().text(), staysOpen(kind.span()));
    }

    private static String staysOpen(Finding.Span span) {
        return switch (span) {
            case ONCE -> "no";
            case UNTIL_DONE -> "until it is put back";
            case UNTIL_RESOLVED -> "until somebody acts";
        };
    }

    private static List<?> allowed(Map<?, ?> properties, String name) {
        return (List<?>) Objects.requireNonNull(map(properties.get(name)).get("enum"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }
}
