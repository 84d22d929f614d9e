package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

/// The tag policy spells the guard tag in another way than ProfileGuard needs it: each rule undoes
/// what the other one did.
class RuleFightTest {
    @Test
    void endsInOneSweepAndIsReported() {
        Map<String, Object> swept = account.backfill("{\"mode\": \"sweep\"}");

        assertThat(account.writes()).hasSizeBetween(4, 20);
        assertThat(lines(swept))
                .filteredOn(line -> line.contains(", failed] "))
                .singleElement()
                .asString()
                .contains("instance-profile/prod-web", "another rule or somebody else undoes");
    }

    @Test
    void endsInAPlanAndIsReported() {
        Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");

        assertThat(account.writes()).isEmpty();
        assertThat(lines(plan)).anyMatch(line -> line.contains(", failed] "));
    }

    @Test
    void endsOverManyInvocations() {
        List<Map<String, Object>> parts = account.oneSubjectEach("\"mode\": \"sweep\"");

        assertThat(parts).hasSizeLessThan(40);
        assertThat(lines(parts.getLast())).isNotEmpty();
    }

    private final SweptAccount account =
            SweptAccount.with(
                    "UnattributedGraceMinutes",
                    "0",
                    "TagMode",
                    "enforce",
                    "TagPolicy",
                    """
                    {"tags": {"profile-guard": {"tag_key": {"@@assign": "Profile-Guard"},
                      "enforced_for": {"@@assign": ["iam:instance-profile"]}}}}\
                    """);

    @BeforeEach
    void setUp() {
        account.role("web");
        account.profile("prod-web", "web");
        account.as("admin")
                .tagInstanceProfile(r ->
                        r.instanceProfileName("prod-web")
                                .tags(Tag.builder().key("profile-guard").value("locked").build()));
        account.backfill("{\"mode\": \"sweep\", \"rules\": [\"guard\"]}");
        account.later(Duration.ofHours(1));
    }

    @AfterEach
    void tearDown() {
        account.close();
    }
}
