package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Severity;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.text.VisibleText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Formats notices as plain text.
final class NoticeText {
    /// SNS requires a subject of fewer than 100 characters, without line breaks and control
    /// characters.
    private static final int MAX_SUBJECT_LENGTH = 99;

    private static final String PAGES = "docs/findings/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private NoticeText() {}

    /// One line such as `[CRITICAL] role-gone: instance-profile/prod-web`.
    static String subject(Notice notice) {
        Finding finding = notice.finding();
        String line =
                "[%s] %s: %s".formatted(label(notice), finding.kind().text(), finding.subject());
        String plain = VisibleText.line(line).replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= MAX_SUBJECT_LENGTH
                ? plain
                : plain.substring(0, MAX_SUBJECT_LENGTH - 3) + "...";
    }

    static String label(Notice notice) {
        Severity severity = notice.finding().kind().severity();
        return notice.status() == Status.RESOLVED
                ? "RESOLVED"
                : severity.text().toUpperCase(Locale.ROOT);
    }

    /// The whole notice as plain text.
    static String email(Notice notice) {
        Finding finding = notice.finding();
        StringBuilder text = new StringBuilder();
        text.append(summary(notice)).append("\n\n");
        append(text, "What:    ", finding.subject());
        append(text, "Account: ", finding.account());
        append(text, "By:      ", finding.actor());
        append(text, "Cause:   ", finding.cause());
        append(text, "What was done", finding.done());
        if (notice.status() != Status.RESOLVED) {
            append(text, "What to do", finding.todo());
        }
        text.append("\nRule ").append(finding.kind().rule().text());
        append(text, ", event ", eventId(finding) + ".");
        text.append("About this finding: ").append(page(finding)).append('\n');
        return text.toString();
    }

    /// What was found, since when, and whether it persists.
    static String summary(Notice notice) {
        String kind = notice.finding().kind().text();
        String since = TIME.format(notice.since());
        return switch (notice.status()) {
            case OCCURRED -> "Profile Guard found %s at %s.".formatted(kind, since);
            case OPEN ->
                    "Profile Guard found %s. The problem has existed since %s. You will get one more message when it is resolved."
                            .formatted(kind, since);
            case RESOLVED ->
                    "Resolved: %s, open since %s. The original finding:".formatted(kind, since);
        };
    }

    /// The path of the page about the finding, in the source repository.
    static String page(Finding finding) {
        return PAGES + finding.kind().text() + ".md";
    }

    private static String eventId(Finding finding) {
        return finding.eventId().isEmpty() ? "unknown" : finding.eventId();
    }

    private static void append(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append(":\n");
            lines.forEach(line -> append(text, "- ", line));
        }
    }

    /// Ends a line. The value cannot start another one.
    private static void append(StringBuilder text, String label, String value) {
        text.append(label).append(VisibleText.line(value)).append('\n');
    }
}
