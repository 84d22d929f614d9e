package dev.profileguard.finding.delivery;

import dev.profileguard.event.Json;
import dev.profileguard.text.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends what could not be delivered or read to an SQS queue.
///
/// See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
public final class DeadLetters {
    /// The IAM permission for sending.
    public static final String PERMISSION = "sqs:SendMessage";

    private final Supplier<SqsClient> client;
    private final String queueUrl;

    /// @param client created when there is something to send
    public DeadLetters(Supplier<SqsClient> client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    /// Sends notices to the queue.
    ///
    /// @return the notices that could not be sent, each with both errors: of its sink and of the
    ///   queue
    List<Undelivered> send(List<Undelivered> undelivered) {
        List<Undelivered> lost = new ArrayList<>();
        for (Undelivered each : undelivered) {
            try {
                put(Json.text(each.json()));
            } catch (RuntimeException e) { // the others may still succeed
                String error = "%s; dead-letter queue: %s".formatted(each.error(), e.getMessage());
                lost.add(new Undelivered(each.sink(), error, each.notice()));
            }
        }
        return lost;
    }

    /// Sends a message of a queue that a function cannot read. A hidden character in it becomes a
    /// JSON escape.
    ///
    /// @throws RuntimeException if the queue does not accept it
    public void sendUnread(String message) {
        put(JsonText.escaped(message));
    }

    private void put(String body) {
        client.get().sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
    }
}
