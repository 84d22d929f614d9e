package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// Publishes findings to an SNS topic, as text for people.
///
/// See https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
public final class TopicSink implements FindingSink {
    /// The IAM permission for sending.
    public static final String PERMISSION = "sns:Publish";

    private final Supplier<SnsClient> client;
    private final String topic;
    private final TopicFormat format;

    /// @param client for the region of the topic; created when there is something to send
    /// @param topic the ARN of the topic
    public TopicSink(Supplier<SnsClient> client, String topic, TopicFormat format) {
        this.client = client;
        this.topic = topic;
        this.format = format;
    }

    @Override
    public String name() {
        return "FindingsTopic";
    }

    @Override
    public List<Undelivered> send(List<Notice> notices) {
        List<Undelivered> failed = new ArrayList<>();
        for (Notice notice : notices) {
            try {
                client.get()
                        .publish(request ->
                                request.topicArn(topic)
                                        .subject(NoticeText.subject(notice))
                                        .message(message(notice))
                                        .messageAttributes(attributes(notice.finding())));
            } catch (RuntimeException e) { // the others may still succeed
                failed.add(new Undelivered(this, e, notice));
            }
        }
        return failed;
    }

    /// Attributes for filter policies of subscriptions.
    private static Map<String, MessageAttributeValue> attributes(Finding finding) {
        return Map.of(
                "rule", text(finding.kind().rule().text()),
                "kind", text(finding.kind().text()),
                "severity", text(finding.kind().severity().text()));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private String message(Notice notice) {
        return switch (format) {
            case EMAIL -> NoticeText.email(notice);
            case CHAT -> ChatNotification.of(notice);
        };
    }
}
