package dev.profileguard.state.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BaselineHistoryTest {
    @Test
    void keepsTheLatestTwentyOldestFirst() {
        BaselineHistory history = BaselineHistory.NONE;
        for (int i = 0; i < 25; i++) {
            history = history.with(former("role-" + i, NOW.plusSeconds(i), Tags.NONE));
        }

        assertThat(history.entries()).hasSize(20);
        assertThat(history.entries().getFirst().role()).isEqualTo(new RoleName("role-5"));
        assertThat(history.entries().getLast().role()).isEqualTo(new RoleName("role-24"));
    }

    @Test
    void forgetsWhatWasReplacedMoreThanAYearAgo() {
        BaselineHistory history =
                BaselineHistory.NONE
                        .with(former("old", NOW, Tags.NONE))
                        .with(former("web", NOW.plus(Duration.ofDays(365)), Tags.NONE));

        assertThat(history.entries()).hasSize(2);
        assertThat(history.at(NOW.plus(Duration.ofDays(366))).entries()).hasSize(1);
        assertThat(history.with(former("new", NOW.plus(Duration.ofDays(366)), Tags.NONE)).entries())
                .extracting(FormerBaseline::role)
                .containsExactly(new RoleName("web"), new RoleName("new"));
    }

    @Test
    void leavesOutTheOldestWhenTagsAreLongAndAlwaysKeepsTheLatest() {
        Tags long5000 = Tags.of("note", "x".repeat(5_000));
        BaselineHistory history = BaselineHistory.NONE;
        for (int i = 0; i < 5; i++) {
            history = history.with(former("role-" + i, NOW.plusSeconds(i), long5000));
        }
        assertThat(history.entries()).hasSize(3);

        Tags huge = Tags.of("note", "一".repeat(20_000));
        assertThat(history.with(former("huge", NOW.plusSeconds(9), huge)).entries()).hasSize(1);
    }

    @Test
    void isAsLongAsItMayBe() {
        FormerBaseline latest = former("web", NOW, Tags.NONE);
        int left = BaselineHistory.MOST_BYTES - 2 * latest.size() - 4 - "note".length();

        for (int more : new int[] {0, 1}) {
            Tags note = Tags.of("note", "x".repeat(left + more));
            assertThat(BaselineHistory.NONE.with(former("old", NOW, note)).with(latest).entries())
                    .hasSize(2 - more);
        }
    }

    @Test
    void countsTheBytesOfWhatVaries() {
        int size = former("web", NOW, Tags.NONE).size();

        assertThat(size).isEqualTo(250 + 1 + 13 + 36);
        assertThat(former("web", NOW, Tags.of("team", "a\u007f")).size()).isEqualTo(size + 10);
        assertThat(former("web", NOW, Tags.of("team", "\u0080")).size()).isEqualTo(size + 11);
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");

    private static FormerBaseline former(String role, Instant until, Tags tags) {
        return new FormerBaseline(
                "AIPAEXAMPLE",
                "/",
                new RoleName(role),
                "AROAEXAMPLE",
                tags,
                NOW,
                "role deployer",
                "11111111-1111-1111-1111-111111111111",
                false,
                until);
    }
}
