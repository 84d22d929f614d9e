package dev.profileguard.finding.delivery;

import dev.profileguard.event.Json;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.text.ChatText;
import dev.profileguard.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A notice as a custom notification of Amazon Q Developer in chat applications (formerly AWS
/// Chatbot). The notices of one finding share a thread.
///
/// Its texts are markup of the chat application, with mentions and links. So the texts of a finding
/// are code spans.
///
/// See https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
final class ChatNotification {
    private ChatNotification() {}

    static String of(Notice notice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("source", "custom");
        json.put("id", VisibleText.line(notice.id()));
        json.put("content", content(notice));
        json.put("metadata", metadata(notice));
        return Json.text(json);
    }

    private static Map<String, Object> content(Notice notice) {
        Finding finding = notice.finding();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("textType", "client-markdown");
        content.put("title", icon(notice) + " " + title(notice));
        content.put(
                "description",
                "%s\n*By:* %s\n*Cause:* %s\n*Done:* %s"
                        .formatted(
                                NoticeText.summary(notice),
                                ChatText.code(finding.actor()),
                                ChatText.code(finding.cause()),
                                ChatText.code(String.join("; ", finding.done()))));
        boolean resolved = notice.status() == Status.RESOLVED;
        content.put(
                "nextSteps",
                resolved ? List.of() : finding.todo().stream().map(ChatText::code).toList());
        content.put("keywords", List.of(finding.kind().rule().text(), finding.kind().text()));
        return content;
    }

    private static String title(Notice notice) {
        return ChatText.plain(NoticeText.subject(notice));
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
        metadata.put("threadId", VisibleText.line(notice.thread()));
        metadata.put("summary", title(notice));
        metadata.put("eventType", finding.kind().text());
        metadata.put("relatedResources", List.of(ChatText.plain(finding.subject())));
        metadata.put(
                "additionalContext",
                Map.of(
                        "account", ChatText.plain(finding.account()),
                        "eventId", ChatText.plain(finding.eventId()),
                        "about", NoticeText.page(finding)));
        return metadata;
    }
}
