package dev.profileguard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The page as a file.
class PageTest {
    private static final String HOSTILE =
            "</script><script>alert('{{data}} $1 \\u003c')</script><!-- <img src=x"
                    + " onerror=alert(1)>";

    @Test
    void permitsOnlyItsOwnScriptAndStyle() throws NoSuchAlgorithmException {
        String html = Page.html(report(List.of()));

        assertThat(html)
                .contains(
                        "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
                                .formatted(
                                        hash(between(html, "<style>", "</style>")),
                                        hash(between(html, "<script>", "</script>"))));
    }

    @Test
    void loadsNothing() {
        assertThat(Page.html(report(List.of())))
                .doesNotContainPattern("(?i)<(link|img|iframe|object|embed)\\b")
                .doesNotContainPattern("(?i)\\b(src|action|srcset)=")
                .doesNotContain("@import", "url(", "innerHTML", "insertAdjacentHTML", "eval(");
    }

    @Test
    void keepsMarkupInTheDataAsText() throws IOException {
        String html = Page.html(report(List.of(entry("web", HOSTILE, HOSTILE))));

        assertThat(html).doesNotContain("</script><script>alert", "<img", "<!-- ");
        assertThat(html.split("</script>", -1)).hasSize(3);
        assertThat(texts(html)).contains(HOSTILE);
    }

    @Test
    void keepsTextOfAllLanguages() throws IOException {
        String html = Page.html(report(List.of(entry("チーム", "東京 🗼", "צוות שלום"))));

        assertThat(texts(html)).contains("東京 🗼", "צוות שלום");
    }

    @Test
    void makesHiddenCharactersVisible() throws IOException {
        String html = Page.html(report(List.of(entry("web", "safe\u202Eevil", "a\nb"))));

        assertThat(texts(html)).contains("safe\\u202eevil", "a\\nb");
    }

    @Test
    void showsAnEmptyAccount() throws IOException {
        Map<String, Object> data = data(Page.html(report(List.of())));

        assertThat(data)
                .containsEntry("entries", List.of())
                .containsEntry(
                        "numbers",
                        List.of(
                                List.of("instance profiles", 0),
                                List.of("roles", 2),
                                List.of("would change", 0)))
                .containsEntry("leftOut", 0);
    }

    @Test
    void showsAThousandFindings() throws IOException {
        Map<String, Object> data = data(Page.html(report(entries(1000))));

        assertThat(data).containsEntry("severities", Map.of("warning", 1000));
        assertThat(list(data, "entries")).hasSize(1000);
    }

    @Test
    void storesTheSameSentenceOnce() throws IOException {
        List<Object> texts = texts(Page.html(report(entries(1000))));

        assertThat(texts).hasSizeLessThan(30).contains("\u0001 differs from its role");
    }

    @Test
    void tenThousandProfilesFit() throws IOException {
        String html = Page.html(report(entries(10_000)));

        assertThat(list(data(html), "entries")).hasSize(10_000);
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Page.MOST_BYTES);
    }

    @Test
    void leavesOutTheLeastSeriousThatDoNotFit() throws IOException {
        List<PageEntry> entries = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> entries.add(entry("a" + i, "<".repeat(100) + i, "")));
        entries.add(critical("zebra"));

        String html = Page.html(report(entries), 130_000);

        Map<String, Object> data = data(html);
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(130_000);
        assertThat(list(data, "entries").getFirst().toString())
                .startsWith("[instance-profile/zebra, ");
        assertThat((Integer) data.get("leftOut"))
                .isPositive()
                .isEqualTo(301 - list(data, "entries").size());
        assertThat(data)
                .containsEntry("severities", Map.of("warning", 300, "critical", 1))
                .containsEntry(
                        "numbers",
                        List.of(
                                List.of("instance profiles", 301),
                                List.of("roles", 2),
                                List.of("would change", 300)));
    }

    private static List<PageEntry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry("team-%05d".formatted(i), "value-" + i % 7, "owner"))
                .toList();
    }

    private static PageEntry entry(String name, String onRole, String onProfile) {
        PagePicture now =
                new PagePicture(
                        name, List.of(name), Map.of("Owner", onRole), Map.of("Owner", onProfile));
        PagePicture after =
                new PagePicture(
                        name, List.of(name), Map.of("Owner", onRole), Map.of("Owner", onRole));
        PageFinding finding =
                new PageFinding(
                        "inherited-tag-differs",
                        "warning",
                        name + " differs from its role",
                        List.of("To use the role's value: aws iam tag-instance-profile " + name));
        return new PageEntry(
                "instance-profile/" + name,
                now,
                after,
                List.of(),
                List.of(
                        new PageOutcome(
                                "TagEnforcer",
                                "tagged",
                                "The tags of %s did not comply".formatted(name),
                                List.of("tag " + name),
                                List.of(finding),
                                List.of())));
    }

    private static PageEntry critical(String name) {
        PagePicture picture = new PagePicture(null, List.of(name), Map.of(), Map.of());
        return new PageEntry(
                "instance-profile/" + name,
                picture,
                picture,
                List.of("an instance"),
                List.of(
                        new PageOutcome(
                                "ProfileGuard",
                                "incomplete",
                                "It is empty",
                                List.of(),
                                List.of(
                                        new PageFinding(
                                                "profile-empty",
                                                "critical",
                                                "It is empty",
                                                List.of())),
                                List.of())));
    }

    private static PageReport report(List<PageEntry> entries) {
        return new PageReport(
                PageKind.REHEARSAL,
                "",
                "111122223333",
                Instant.EPOCH,
                List.of("tags of profiles are missing"),
                PageReport.counted(2, entries.size()),
                Map.of("TagEnforcer", Map.of("tagged", entries.size())),
                entries,
                List.of());
    }

    private static List<Object> texts(String html) throws IOException {
        return list(data(html), "texts");
    }

    private static List<Object> list(Map<String, Object> data, String field) {
        return new ArrayList<>((List<?>) Objects.requireNonNull(data.get(field)));
    }

    private static Map<String, Object> data(String html) throws IOException {
        return JSON.std.mapFrom(
                between(html, "<script type=\"application/json\" id=\"data\">", "</script>"));
    }

    private static String between(String html, String start, String end) {
        Matcher found =
                Pattern.compile(Pattern.quote(start) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
                        .matcher(html);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String hash(String content) throws NoSuchAlgorithmException {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
