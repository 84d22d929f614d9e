package dev.profileguard.lambda;

import dev.profileguard.event.Json;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/// An SQS queue from which a function gets its own messages later.
///
/// See
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html
///
/// @param client created when there is something to send
public record DelayQueue(Supplier<SqsClient> client, String url) {
    /// The IAM permission for sending.
    public static final String PERMISSION = "sqs:SendMessage";

    /// The longest time for which SQS keeps a message back.
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /// Sends a message that arrives after a delay, at most [#LONGEST], in whole seconds rounded up:
    /// a message that came too early would be sent again and again.
    ///
    /// @throws RuntimeException if the queue does not accept it
    public void send(Map<String, ?> message, Duration delay) {
        sendBody(Json.text(message), delay);
    }

    /// Sends the body of a message as it is, in the same way.
    void sendBody(String body, Duration delay) {
        Duration kept = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        int seconds = kept.isNegative() ? 0 : (int) kept.plusSeconds(1).minusNanos(1).toSeconds();
        client.get()
                .sendMessage(
                        request -> request.queueUrl(url).messageBody(body).delaySeconds(seconds));
    }
}
