package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

/// SNS's Publish. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
record TopicClient(NotifyServices services, Caller caller) implements SnsClient {
    private static final Pattern TOPIC =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");
    private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7e]{1,99}");
    private static final int MOST_BYTES = 262_144;
    private static final ServiceErrors<SnsException> ERRORS =
            new ServiceErrors<>(SnsException.class, "Sns", SnsException::builder);

    @Override
    public PublishResponse publish(PublishRequest request) {
        String topic = String.valueOf(request.topicArn());
        services.recorded(
                services.call(caller, "sns", "Publish", topic), () -> checked(request, topic));
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

    private PublishRequest checked(PublishRequest request, String topic) {
        services.requireAvailable("Publish", ERRORS, "InternalFailure");
        if (!TOPIC.matcher(topic).matches()) {
            throw ERRORS.of(400, "InvalidParameter", "Invalid parameter: TopicArn");
        }
        String refused = services.refusal(caller, "sns:Publish", topic);
        if (refused != null) {
            throw ERRORS.of(403, "AuthorizationError", refused);
        }
        String subject = request.subject();
        if (subject != null && !SUBJECT.matcher(subject).matches()) {
            throw ERRORS.of(400, "InvalidParameter", "Invalid parameter: Subject");
        }
        String message = request.message();
        if (message == null || message.isEmpty()) {
            throw ERRORS.of(400, "InvalidParameter", "Invalid parameter: Empty message");
        }
        if (message.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw ERRORS.of(400, "InvalidParameter", "Invalid parameter: Message too long");
        }
        return request;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
