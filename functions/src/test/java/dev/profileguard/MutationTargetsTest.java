package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The classes that the mutation tests change, as the profile `mutation` of `pom.xml` names them.
/// PIT ignores a name of no class: after a move, nothing would be changed in it.
class MutationTargetsTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Pattern NAME = Pattern.compile("<param>(dev[.]profileguard[.][^<]*)<");

    @ParameterizedTest
    @MethodSource("names")
    void areThere(String name) throws IOException {
        PathMatcher named =
                FileSystems.getDefault()
                        .getPathMatcher(
                                "glob:" + name.replace('.', '/').replace("*", "**") + ".class");
        try (Stream<Path> all = Files.walk(CLASSES)) {
            assertThat(all.map(CLASSES::relativize).filter(named::matches)).isNotEmpty();
        }
    }

    static Stream<String> names() throws IOException {
        return NAME.matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map((MatchResult each) -> each.group(1))
                .distinct();
    }
}
