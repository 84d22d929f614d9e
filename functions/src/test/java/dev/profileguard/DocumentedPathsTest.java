package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents name exists.
class DocumentedPathsTest {
    @ParameterizedTest
    @MethodSource("documents")
    void linksToFilesLead(Path document) throws Exception {
        assertThat(all(document, LINK))
                .map(link -> document.resolveSibling(link.group(1)).normalize())
                .allMatch(Files::exists);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void classesThatAreNamedWithTheirPackageExist(Path document) throws Exception {
        assertThat(all(document, CLASS))
                .map(path -> path.group(1) + ".java")
                .allMatch(path -> SOURCES.stream().anyMatch(root -> exists(root, path)));
    }

    /// Such as the policies to copy.
    @ParameterizedTest
    @MethodSource("documents")
    void whatIsMarkedAsJsonIsJson(Path document) throws Exception {
        for (MatchResult block : all(document, JSON_BLOCK)) {
            assertThat(JSON.std.mapFrom(block.group(1))).isNotEmpty();
        }
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static final Path ROOT = Path.of("..");
    private static final List<Path> SOURCES =
            List.of(
                    ROOT.resolve("functions/src/main/java/dev/profileguard"),
                    ROOT.resolve("sandbox/src/main/java/dev/profileguard/sandbox"));

    /// A link to a file, without its heading.
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

    /// Such as `guard/rule/Guard`, with or without a member.
    private static final Pattern CLASS =
            Pattern.compile("`((?:[a-z0-9]+/)+[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.\\w+)*`");

    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static List<MatchResult> all(Path document, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(document)).results().toList();
    }

    private static boolean exists(Path root, String path) {
        return Files.exists(root.resolve(path));
    }
}
