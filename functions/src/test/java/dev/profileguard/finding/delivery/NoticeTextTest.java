package dev.profileguard.finding.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticeTextTest {
    @Test
    void aSubjectIsValidForSnsWithAnyName() {
        Notice notice = notice("instance-profile/\u00fc\n" + "x".repeat(200), Status.OPEN);

        assertThat(NoticeText.subject(notice))
                .hasSize(99)
                .matches("[\\x20-\\x7e]+")
                .startsWith("[CRITICAL] role-gone: instance-profile/?\\nxxx")
                .endsWith("...");
    }

    @Test
    void aResolvedNoticeHasNoTasks() {
        assertThat(NoticeText.email(notice("instance-profile/web", Status.RESOLVED)))
                .startsWith("Resolved: role-gone, open since 2026-01-15 09:30:00 UTC.")
                .contains("did it")
                .doesNotContain("What to do");
    }

    @Test
    void anOpenNoticeAnnouncesItsResolution() {
        assertThat(NoticeText.email(notice("instance-profile/web", Status.OPEN)))
                .contains("You will get one more message when it is resolved")
                .contains("What to do:\n- look\n");
    }

    private static Notice notice(String subject, Status status) {
        return new Notice(
                new Finding(
                        Kind.ROLE_GONE,
                        subject,
                        "123456789012",
                        "mallory",
                        "did it",
                        List.of("nothing"),
                        List.of("look"),
                        "event-1"),
                status,
                Instant.parse("2026-01-15T09:30:00Z"));
    }
}
