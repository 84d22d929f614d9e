package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.fault.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

/// SNS's Publish. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
record TopicClient(NotifyServices services, Gate gate) implements SnsClient {
    private static final Pattern TOPIC =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");
    private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7e]{1,99}");
    private static final int MOST_BYTES = 262_144;

    @Override
    public PublishResponse publish(PublishRequest request) {
        String topic = String.valueOf(request.topicArn());
        try {
            admit(request, topic);
        } catch (SnsException e) {
            services.tell("Publish", topic, e.awsErrorDetails().errorCode());
            throw e;
        }
        services.tell("Publish", topic, "ok");
        services.notifications()
                .add(
                        new Notification(
                                services.clock().instant(),
                                "sns",
                                topic,
                                request.subject(),
                                request.message()));
        return PublishResponse.builder().messageId(UUID.randomUUID().toString()).build();
    }

    private void admit(PublishRequest request, String topic) {
        if (services.faults().takeFailure("Publish")) {
            throw refusal(500, "InternalFailure", "The service is not there, on demand.");
        }
        if (!TOPIC.matcher(topic).matches()) {
            throw refusal(400, "InvalidParameter", "Invalid parameter: TopicArn");
        }
        String refused = gate.refusal("sns:Publish", topic);
        if (refused != null) {
            throw refusal(403, "AuthorizationError", refused);
        }
        String subject = request.subject();
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw refusal(400, "InvalidParameter", "Invalid parameter: Subject");
        }
        String message = request.message();
        if (message == null || message.isEmpty()) {
            throw refusal(400, "InvalidParameter", "Invalid parameter: Empty message");
        }
        if (message.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw refusal(400, "InvalidParameter", "Invalid parameter: Message too long");
        }
    }

    private static SnsException refusal(int status, String code, @Nullable String message) {
        return (SnsException) ServiceError.of(SnsException.builder(), "Sns", status, code, message);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
