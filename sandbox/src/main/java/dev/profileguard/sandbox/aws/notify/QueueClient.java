package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.sqs.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Some of SQS's calls on the template's queues.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
record QueueClient(NotifyServices services, Caller caller) implements SqsClient {
    private static final ServiceErrors<SqsException> ERRORS =
            new ServiceErrors<>(SqsException.class, "Sqs", SqsException::builder);

    /// In seconds.
    private static final int MOST_DELAY = 900;

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        QueueDefinition queue = queue("SendMessage", request.queueUrl());
        if (request.messageBody() == null || request.messageBody().isEmpty()) {
            throw ERRORS.of(
                    400, "MissingParameter", "The request must contain the parameter MessageBody.");
        }
        Integer delay = request.delaySeconds();
        if (delay != null && (delay < 0 || delay > MOST_DELAY)) {
            throw ERRORS.of(
                    400,
                    "InvalidParameterValue",
                    "Value %d for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= %d."
                            .formatted(delay, MOST_DELAY));
        }
        services.queues()
                .send(
                        queue.arn(),
                        request.messageBody(),
                        delay == null ? queue.delay() : Duration.ofSeconds(delay));
        return SendMessageResponse.builder().messageId(UUID.randomUUID().toString()).build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        QueueDefinition queue = queue("ReceiveMessage", request.queueUrl());
        Integer most = request.maxNumberOfMessages();
        List<Message> received =
                services.queues().receive(queue.arn(), most == null ? 1 : most.intValue());
        return ReceiveMessageResponse.builder()
                .messages(
                        received.stream()
                                .map(each ->
                                        software.amazon.awssdk.services.sqs.model.Message.builder()
                                                .messageId(each.id())
                                                .receiptHandle(each.receipt())
                                                .body(each.body())
                                                .build())
                                .toList())
                .build();
    }

    /// Deletes the message, unless somebody else has received it since.
    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        QueueDefinition queue = queue("DeleteMessage", request.queueUrl());
        if (request.receiptHandle() == null || request.receiptHandle().isEmpty()) {
            throw ERRORS.of(
                    400,
                    "MissingParameter",
                    "The request must contain the parameter ReceiptHandle.");
        }
        services.queues().delete(queue.arn(), request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        QueueDefinition queue = queue("GetQueueUrl", "/" + request.queueName());
        return GetQueueUrlResponse.builder().queueUrl(url(queue)).build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        QueueDefinition queue = queue("GetQueueAttributes", request.queueUrl());
        String visible = Integer.toString(services.queues().visible(queue.arn()));
        return GetQueueAttributesResponse.builder()
                .attributes(
                        Map.of(
                                QueueAttributeName.QUEUE_ARN,
                                queue.arn(),
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                visible))
                .build();
    }

    private QueueDefinition queue(String operation, String url) {
        String arn = Stack.arn("sqs", url.substring(url.lastIndexOf('/') + 1));
        return services.recorded(
                services.call(caller, "sqs", operation, arn), () -> checked(operation, arn));
    }

    private QueueDefinition checked(String operation, String arn) {
        services.requireAvailable(operation, ERRORS, "InternalFailure");
        String refused = services.refusal(caller, "sqs:" + operation, arn);
        if (refused != null) {
            throw ERRORS.of(403, "AccessDenied", refused);
        }
        QueueDefinition queue = services.queues().find(arn);
        if (queue == null) {
            throw ERRORS.of(400, "QueueDoesNotExist", "The specified queue does not exist.");
        }
        return queue;
    }

    private static String url(QueueDefinition queue) {
        return "https://sqs.%s.amazonaws.com/%s/%s"
                .formatted(Stack.REGION, Stack.ACCOUNT, queue.name());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
