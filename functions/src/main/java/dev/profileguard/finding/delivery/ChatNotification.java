package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A notice as a custom notification of Amazon Q Developer in chat applications (formerly AWS
/// Chatbot). The notices of one finding share a thread.
///
/// See https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
final class ChatNotification {
    private ChatNotification() {}

    static String of(Notice notice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("source", "custom");
        json.put("id", notice.id());
        json.put("content", content(notice));
        json.put("metadata", metadata(notice));
        return NoticeText.json(json);
    }

    private static Map<String, Object> content(Notice notice) {
        Finding finding = notice.finding();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("textType", "client-markdown");
        content.put("title", icon(notice) + " " + NoticeText.subject(notice));
        content.put(
                "description",
                "%s\n*By:* %s\n*Cause:* %s\n*Done:* %s"
                        .formatted(
                                NoticeText.summary(notice),
                                finding.actor(),
                                finding.cause(),
                                String.join("; ", finding.done())));
        boolean resolved = notice.status() == Status.RESOLVED;
        content.put("nextSteps", resolved ? List.of() : finding.todo());
        content.put("keywords", List.of(finding.kind().rule().text(), finding.kind().text()));
        return content;
    }

    private static String icon(Notice notice) {
        if (notice.status() == Status.RESOLVED) {
            return ":white_check_mark:";
        }
        return switch (notice.finding().kind().severity()) {
            case INFO -> ":information_source:";
            case WARNING -> ":warning:";
            case CRITICAL -> ":rotating_light:";
        };
    }

    private static Map<String, Object> metadata(Notice notice) {
        Finding finding = notice.finding();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("threadId", notice.thread());
        metadata.put("summary", NoticeText.subject(notice));
        metadata.put("eventType", finding.kind().text());
        metadata.put("relatedResources", List.of(finding.subject()));
        metadata.put(
                "additionalContext",
                Map.of(
                        "account", finding.account(),
                        "eventId", finding.eventId(),
                        "about", NoticeText.page(finding)));
        return metadata;
    }
}
