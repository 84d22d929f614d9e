package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A role or profile that does not exist any more is evaluated as long as there is something left
/// to report about it.
class GoneSubjectTest {
    @Test
    void theFindingsAboutADeletedRoleAreResolved() {
        account.role("web");
        account.role("db");
        account.profile("web", "db");
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        account.as("mallory").deleteRole(r -> r.roleName("web"));
        account.later(Duration.ofHours(1));

        Map<String, Object> swept = account.backfill(SWEEP);
        Map<String, Object> again = account.backfill(SWEEP);

        assertThat(mails()).contains("[WARNING] profile-name-taken: role/web");
        assertThat(mails()).contains("[RESOLVED] profile-name-taken: role/web");
        assertThat(SweptAccount.counts(swept, "provision")).containsEntry("role-gone", 1);
        assertThat(SweptAccount.counts(again, "provision")).doesNotContainKey("role-gone");
    }

    @Test
    void theFindingsAboutTheTagsOfADeletedProfileAreResolved() {
        account.role("web");
        account.profile("app", "web");
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        SweptAccount.remove(account.as("mallory"), "app", "web");
        account.as("mallory").deleteInstanceProfile(r -> r.instanceProfileName("app"));
        account.later(Duration.ofHours(1));

        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(mails()).contains("[WARNING] tag-missing: instance-profile/app");
        assertThat(mails()).contains("[RESOLVED] tag-missing: instance-profile/app");
        assertThat(SweptAccount.counts(swept, "guard"))
                .as("nothing is left to say about its guard")
                .doesNotContainKey("nothing-recorded");
    }

    private static final String SWEEP = "{\"mode\": \"sweep\"}";

    private final SweptAccount account =
            SweptAccount.with(
                    "ProvisionMode", "enforce",
                    "ProvisionFor", "all",
                    "GuardedProfiles", "prod-*",
                    "TagMode", "enforce",
                    "TagPolicy",
                            """
                            {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
                              "report_required_tag_for": {"@@assign": ["iam:instance-profile"]}}}}\
                            """,
                    "FindingsTopic", "arn:aws:sns:us-east-1:123456789012:alerts");

    private List<String> mails() {
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    @AfterEach
    void tearDown() {
        account.close();
    }
}
