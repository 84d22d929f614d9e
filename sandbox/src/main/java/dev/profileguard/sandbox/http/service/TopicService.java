package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;

/// SNS's Publish in the Query protocol. Every caller may publish.
public record TopicService(SnsClient topics) implements Service {
    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    @Override
    public Reply handle(Request request, Caller caller) {
        Map<String, List<String>> form = request.form();
        if (!"Publish".equals(QueryForm.first(form, "Action"))) {
            throw new Refusal(400, "InvalidAction", "The sandbox has only Publish of SNS.");
        }
        String topic = QueryForm.first(form, "TopicArn");
        try {
            String id =
                    topics.publish(call ->
                                    call.topicArn(
                                                    topic == null
                                                            ? QueryForm.first(form, "TargetArn")
                                                            : topic)
                                            .subject(QueryForm.first(form, "Subject"))
                                            .message(QueryForm.first(form, "Message")))
                            .messageId();
            return Reply.xml(
                    200,
                    request.id(),
                    """
                    <PublishResponse xmlns="%s"><PublishResult><MessageId>%s</MessageId>\
                    </PublishResult><ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata>\
                    </PublishResponse>
                    """
                            .formatted(NAMESPACE, id, request.id()));
        } catch (SnsException e) {
            throw Refusal.of(e);
        }
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.xml(
                refusal.status(),
                request.id(),
                """
                <ErrorResponse xmlns="%s"><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message>\
                </Error><RequestId>%s</RequestId></ErrorResponse>
                """
                        .formatted(
                                NAMESPACE,
                                refusal.status() < 500 ? "Sender" : "Receiver",
                                refusal.code(),
                                escaped(refusal.text()),
                                request.id()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
