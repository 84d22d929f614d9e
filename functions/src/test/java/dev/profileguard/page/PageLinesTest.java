package dev.profileguard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of the lines of a report on a page.
class PageLinesTest {
    private static final String WEB = "instance-profile/web";
    private static final PageFinding DRIFT =
            new PageFinding("role-reverted", "warning", "mallory swapped it", List.of("ask her"));

    @Test
    void leavesOutWhatIsWell() {
        assertThat(entries(line(WEB, List.of(), List.of(), state("web", Map.of())))).isEmpty();
    }

    @Test
    void showsAFailure() {
        PageLine failed =
                new PageLine(
                        "ProfileGuard",
                        WEB,
                        "failed",
                        "no",
                        List.of(),
                        List.of(),
                        List.of(),
                        PageState.UNKNOWN);

        assertThat(entries(failed))
                .singleElement()
                .satisfies(entry -> assertThat(entry.now().role()).isNull());
    }

    @Test
    void showsTheStateAfterPlannedActions() {
        PageEntry entry =
                entries(
                                line(
                                        WEB,
                                        List.of(
                                                moved("RemoveRole", "would-do", "admin"),
                                                moved("AddRole", "would-do", "web"),
                                                tagged("would-do", Map.of("Owner", "team"))),
                                        List.of(DRIFT),
                                        state("admin", Map.of("Owner", "nobody"))))
                        .getFirst();

        assertThat(entry.now()).isEqualTo(picture("admin", Map.of("Owner", "nobody")));
        assertThat(entry.after()).isEqualTo(ofRoleWeb(Map.of("Owner", "team")));
    }

    @Test
    void aPlanShowsWhatIsThereBeforeTheFirstAction() {
        List<PageEntry> entries =
                entries(
                        line(
                                WEB,
                                List.of(moved("AddRole", "would-do", "web")),
                                List.of(),
                                state(null, Map.of())),
                        line(
                                WEB,
                                List.of(tagged("would-do", Map.of("Owner", "team"))),
                                List.of(),
                                state("web", Map.of())));

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().now().role()).isNull();
        assertThat(entries.getFirst().after()).isEqualTo(ofRoleWeb(Map.of("Owner", "team")));
    }

    @Test
    void aSweepShowsWhatIsThereAfterTheLastAction() {
        PageEntry entry =
                entries(
                                line(
                                        WEB,
                                        List.of(moved("AddRole", "done", "web")),
                                        List.of(),
                                        state("web", Map.of())),
                                line(
                                        WEB,
                                        List.of(tagged("done", Map.of("Owner", "team"))),
                                        List.of(),
                                        state("web", Map.of("Owner", "team"))))
                        .getFirst();

        assertThat(entry.now()).isEqualTo(picture("web", Map.of("Owner", "team")));
        assertThat(entry.after()).isEqualTo(entry.now());
        assertThat(entry.outcomes().getFirst().actions()).containsExactly("AddRole web (done)");
    }

    @ParameterizedTest
    @CsvSource({"role-gone", "quota-reached", "tags-full", "rejected", "already"})
    void anActionThatIsNotPlannedChangesNothingInThePicture(String outcome) {
        PageEntry entry =
                entries(
                                line(
                                        WEB,
                                        List.of(moved("AddRole", outcome, "web")),
                                        List.of(),
                                        state(null, Map.of())))
                        .getFirst();

        assertThat(entry.after()).isEqualTo(entry.now());
        assertThat(entry.outcomes().getFirst().actions().getFirst())
                .startsWith("AddRole web (")
                .doesNotContain("done");
    }

    @Test
    void showsANewProfileWithItsRole() {
        PageAction create =
                new PageAction(
                        "CreateProfile",
                        WEB,
                        null,
                        Map.of("Owner", "a"),
                        List.of(),
                        "would-do",
                        "");
        PageState role =
                new PageState(
                        new PagePicture("web", List.of(), Map.of(), Map.of()), List.of(), Map.of());

        List<PageEntry> entries =
                entries(
                        line(
                                "role/web",
                                List.of(create, moved("AddRole", "would-do", "web")),
                                List.of(),
                                role),
                        line(
                                WEB,
                                List.of(tagged("would-do", Map.of("Cost", "1"))),
                                List.of(),
                                state("web", Map.of("Owner", "a"))));

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().subject()).isEqualTo("role/web");
        assertThat(entries.getFirst().after())
                .isEqualTo(
                        new PagePicture(
                                "web",
                                List.of("web"),
                                Map.of(),
                                Map.of("Owner", "a", "Cost", "1")));
    }

    @Test
    void tagsThatWereNotReadStayUnknown() {
        PageState state =
                new PageState(
                        new PagePicture("web", List.of("web"), Map.of(), null),
                        List.of(),
                        Map.of());

        PageEntry entry = entries(line(WEB, List.of(), List.of(DRIFT), state)).getFirst();

        assertThat(entry.now().profileTags()).isNull();
        assertThat(entry.after().profileTags()).isNull();
    }

    @Test
    void showsTheChecklistOfANodeRoleThatIsRight() {
        PageCheck check = new PageCheck("trust", "right", "EC2 may assume it");
        PageLine line =
                new PageLine(
                        "NodeRoleCheck",
                        "role/nodes",
                        "right",
                        "It has what nodes need",
                        List.of(),
                        List.of(),
                        List.of(check),
                        PageState.UNKNOWN);

        assertThat(entries(line).getFirst().outcomes().getFirst().checks()).containsExactly(check);
    }

    @Test
    void aProfileWithoutARoleHasNoTagsOfARole() {
        PageState state =
                new PageState(
                        new PagePicture("web", List.of("web"), Map.of("Team", "web"), Map.of()),
                        List.of(),
                        Map.of());

        PageEntry entry =
                entries(
                                line(
                                        WEB,
                                        List.of(moved("RemoveRole", "would-do", "web")),
                                        List.of(),
                                        state))
                        .getFirst();

        assertThat(entry.after().role()).isNull();
        assertThat(entry.after().roleTags()).isEmpty();
    }

    @Test
    void twoCapitalizationsOfANameAreOneEntry() {
        List<PageEntry> entries =
                entries(
                        line(WEB, List.of(), List.of(DRIFT), state("web", Map.of())),
                        line(
                                "instance-profile/WEB",
                                List.of(),
                                List.of(new PageFinding("other", "info", "other", List.of())),
                                state("web", Map.of())));

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().findings()).hasSize(2);
    }

    @Test
    void keepsFindingsWithoutInstructionsThatSayDifferentThings() {
        PageFinding removed = new PageFinding("change-adopted", "info", "removed", List.of());
        PageFinding added = new PageFinding("change-adopted", "info", "added", List.of());

        PageEntry entry =
                entries(line(WEB, List.of(), List.of(removed, added), state("web", Map.of())))
                        .getFirst();

        assertThat(entry.findings()).containsExactly(removed, added);
    }

    @Test
    void reportsAFindingOnce() {
        PageLine line = line(WEB, List.of(), List.of(DRIFT), state("web", Map.of()));

        PageEntry entry = entries(line, line).getFirst();

        assertThat(entry.findings()).containsExactly(DRIFT);
    }

    private static List<PageEntry> entries(PageLine... lines) {
        PageLines all = new PageLines();
        List.of(lines).forEach(all::add);
        return all.entries();
    }

    private static PageLine line(
            String subject, List<PageAction> actions, List<PageFinding> findings, PageState state) {
        return new PageLine(
                "ProfileGuard", subject, "drift", "why", actions, findings, List.of(), state);
    }

    private static PageState state(@Nullable String role, Map<String, String> tags) {
        return new PageState(
                picture(role, tags), List.of("2 instances"), Map.of("web", Map.of("Team", "web")));
    }

    /// With the tags that a line knows of the role that is added.
    private static PagePicture ofRoleWeb(Map<String, String> profileTags) {
        return new PagePicture("web", List.of("web"), Map.of("Team", "web"), profileTags);
    }

    private static PagePicture picture(@Nullable String role, Map<String, String> tags) {
        return new PagePicture(role, List.of("web"), Map.of(), tags);
    }

    private static PageAction moved(String kind, String outcome, String role) {
        return new PageAction(
                kind, WEB, role, Map.of(), List.of(), outcome, "%s %s".formatted(kind, role));
    }

    private static PageAction tagged(String outcome, Map<String, String> tags) {
        return new PageAction("TagProfile", WEB, null, tags, List.of(), outcome, "tag it");
    }
}
