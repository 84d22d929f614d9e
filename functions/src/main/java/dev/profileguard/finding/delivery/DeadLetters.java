package dev.profileguard.finding.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Keeps notices that a sink did not take in an SQS queue.
///
/// See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
public final class DeadLetters {
    /// What its call needs.
    public static final String PERMISSION = "sqs:SendMessage";

    private final Supplier<SqsClient> client;
    private final String queueUrl;

    /// @param client asked for once there is something to send
    public DeadLetters(Supplier<SqsClient> client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    /// Keeps them.
    ///
    /// @return those that could not be kept, each with why in place of its sink's error
    List<Undelivered> keep(List<Undelivered> undelivered) {
        List<Undelivered> lost = new ArrayList<>();
        for (Undelivered each : undelivered) {
            try {
                String body = NoticeText.json(each.json());
                client.get().sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
            } catch (RuntimeException e) { // the others may still be kept
                String error = "%s; then the queue: %s".formatted(each.error(), e.getMessage());
                lost.add(new Undelivered(each.sink(), error, each.notice()));
            }
        }
        return lost;
    }
}
