package dev.profileguard;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The documents are short, links lead to each of them, and what they name exists.
class DocumentedPathsTest {
    @ParameterizedTest
    @MethodSource("documents")
    void linksToFilesLead(Path document) throws Exception {
        assertThat(links(document)).extracting(Link::file).allMatch(Files::exists);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksToHeadingsLead(Path document) throws Exception {
        for (Link link : links(document)) {
            if (!link.heading().isEmpty()) {
                assertThat(anchors(link.file())).as(link.toString()).contains(link.heading());
            }
        }
    }

    @Test
    void linksLeadFromTheReadmeToEveryPage() throws Exception {
        Set<Path> seen = new TreeSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(README));
        while (!next.isEmpty()) {
            Path page = next.remove();
            if (page.toString().endsWith(".md") && seen.add(page)) {
                links(page).forEach(link -> next.add(link.file()));
            }
        }

        assertThat(seen).containsAll(documents());
    }

    @Test
    void theReadmeIsReadInAFewMinutes() throws Exception {
        assertThat(Files.readAllLines(README).size()).isLessThanOrEqualTo(150);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsShort(Path page) throws Exception {
        assertThat(Files.readAllLines(page).size()).isLessThan(200);
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

    /// Alarms, findings and messages of commands lead people to them.
    @Test
    void pagesThatCodeNamesExist() throws Exception {
        for (Path text : textsThatNamePages()) {
            assertThat(all(text, PAGE))
                    .as(text.toString())
                    .extracting(MatchResult::group)
                    .allMatch(page -> exists(ROOT, page));
        }
    }

    static List<Path> documents() throws IOException {
        return Stream.concat(Stream.of(README, ROOT.resolve("CONTRIBUTING.md")), pages().stream())
                .toList();
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return docs.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    /// @param heading as a link names it, empty if the link leads to the whole file
    private record Link(Path file, String heading) {}

    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    private static final List<Path> SOURCES =
            List.of(
                    ROOT.resolve("functions/src/main/java/dev/profileguard"),
                    ROOT.resolve("sandbox/src/main/java/dev/profileguard/sandbox"));

    private static final Pattern LINK =
            Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern FENCE =
            Pattern.compile("^ *```.*?^ *```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    /// Such as `guard/rule/Guard`, with or without a member.
    private static final Pattern CLASS =
            Pattern.compile("`((?:[a-z0-9]+/)+[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.\\w+)*`");

    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static final Pattern PAGE = Pattern.compile("(?<![\\w/.])docs/[a-z/-]+[.]md");

    private static List<Path> textsThatNamePages() throws IOException {
        List<Path> found =
                new ArrayList<>(
                        Stream.of(
                                        "template.yaml",
                                        "regional.yaml",
                                        "organization.yaml",
                                        "samconfig.toml",
                                        "CONTRIBUTING.md",
                                        "docs/terminal.md",
                                        ".ci/run",
                                        ".ci/sam_local.py")
                                .map(ROOT::resolve)
                                .toList());
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }

    private static List<Link> links(Path document) throws IOException {
        return LINK.matcher(withoutCode(document))
                .results()
                .map(link -> link(document, link))
                .toList();
    }

    private static Link link(Path document, MatchResult link) {
        Path file =
                link.group(1).isEmpty()
                        ? document
                        : document.resolveSibling(link.group(1)).normalize();
        return new Link(file, link.group(2) == null ? "" : link.group(2));
    }

    /// The headings as GitHub makes anchors of them: small letters, digits, hyphens for spaces.
    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(withoutCode(file))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(toCollection(TreeSet::new));
    }

    private static String withoutCode(Path file) throws IOException {
        return FENCE.matcher(Files.readString(file)).replaceAll("");
    }

    private static List<MatchResult> all(Path document, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(document)).results().toList();
    }

    private static boolean exists(Path root, String path) {
        return Files.exists(root.resolve(path));
    }
}
