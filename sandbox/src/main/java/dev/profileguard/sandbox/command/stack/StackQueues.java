package dev.profileguard.sandbox.command.stack;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The stack's queues, by the outputs that have their URLs.
public final class StackQueues implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_MESSAGES = 10;

    /// In seconds. With it, SQS asks all its servers, so that an empty answer means an empty queue.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
    private static final int WAIT = 2;

    /// In seconds: how long nobody else receives what was received.
    private static final int HIDDEN = 120;

    private final DeployedStack stack;
    private final SqsClient queues;

    private StackQueues(DeployedStack stack, SqsClient queues) {
        this.stack = stack;
        this.queues = queues;
    }

    static StackQueues of(DeployedStack stack) {
        return new StackQueues(stack, stack.aws().client(SqsClient.builder(), "SQS", PATIENCE));
    }

    /// A message that was received from a dead-letter queue.
    ///
    /// @param receipt deletes it, or lets it be received again
    /// @param attributes texts by name; EventBridge writes there why it could not deliver an event
    public record Letter(String id, String receipt, String body, Map<String, String> attributes) {
        /// Takes a copy.
        public Letter {
            attributes = Map.copyOf(attributes);
        }
    }

    /// How many messages are in a queue, about: those that are being received, too.
    ///
    /// @param output of the stack, such as `ProfileGuardFailures`
    /// @throws StackException when SQS does not say it
    public int depth(String output) {
        Map<QueueAttributeName, String> found =
                called(
                        "GetQueueAttributes",
                        output,
                        url ->
                                queues.getQueueAttributes(call ->
                                                call.queueUrl(url)
                                                        .attributeNames(
                                                                QueueAttributeName
                                                                        .APPROXIMATE_NUMBER_OF_MESSAGES,
                                                                QueueAttributeName
                                                                        .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                                        .attributes());
        return found.values().stream().mapToInt(Integer::parseInt).sum();
    }

    /// Receives some messages; empty: there are none.
    ///
    /// @throws StackException when SQS does not answer
    public List<Letter> receive(String output) {
        return called(
                "ReceiveMessage",
                output,
                url ->
                        queues
                                .receiveMessage(call ->
                                        call.queueUrl(url)
                                                .maxNumberOfMessages(MOST_MESSAGES)
                                                .visibilityTimeout(HIDDEN)
                                                .waitTimeSeconds(WAIT)
                                                .messageAttributeNames("All"))
                                .messages()
                                .stream()
                                .map(StackQueues::letter)
                                .toList());
    }

    private static Letter letter(Message message) {
        Map<String, String> attributes = new HashMap<>();
        message.messageAttributes()
                .forEach((name, value) -> {
                    if (value.stringValue() != null) {
                        attributes.put(name, value.stringValue());
                    }
                });
        return new Letter(message.messageId(), message.receiptHandle(), message.body(), attributes);
    }

    /// Sends a message.
    ///
    /// @throws StackException when the queue does not accept it
    public void send(String output, String body) {
        called(
                "SendMessage",
                output,
                url -> queues.sendMessage(call -> call.queueUrl(url).messageBody(body)));
    }

    /// Deletes a message that was received.
    ///
    /// @throws StackException when SQS does not do it
    public void delete(String output, Letter letter) {
        called(
                "DeleteMessage",
                output,
                url ->
                        queues.deleteMessage(
                                call -> call.queueUrl(url).receiptHandle(letter.receipt())));
    }

    /// Lets others receive a message again at once.
    ///
    /// @throws StackException when SQS does not do it
    public void putBack(String output, Letter letter) {
        called(
                "ChangeMessageVisibility",
                output,
                url ->
                        queues.changeMessageVisibility(call ->
                                call.queueUrl(url)
                                        .receiptHandle(letter.receipt())
                                        .visibilityTimeout(0)));
    }

    private <T> T called(String operation, String output, Function<String, T> call) {
        String url = stack.requiredOutput(output);
        try {
            return call.apply(url);
        } catch (SdkException e) {
            throw AwsFailure.of(e, "sqs:" + operation, "the queue " + url);
        }
    }

    @Override
    public void close() {
        queues.close();
    }
}
