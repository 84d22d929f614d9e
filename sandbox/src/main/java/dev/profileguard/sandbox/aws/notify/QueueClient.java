package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.sqs.Message;
import dev.profileguard.sandbox.aws.sqs.MoveTask;
import dev.profileguard.sandbox.aws.sqs.Queues;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;

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
        Map<String, String> attributes = new LinkedHashMap<>();
        request.messageAttributes()
                .forEach(
                        (name, value) -> attributes.put(name, String.valueOf(value.stringValue())));
        services.queues()
                .send(
                        queue.arn(),
                        request.messageBody(),
                        attributes,
                        delay == null ? queue.delay() : Duration.ofSeconds(delay));
        return SendMessageResponse.builder().messageId(UUID.randomUUID().toString()).build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        QueueDefinition queue = queue("ReceiveMessage", request.queueUrl());
        Integer most = request.maxNumberOfMessages();
        Integer hidden = request.visibilityTimeout();
        List<Message> received =
                services.queues()
                        .receive(
                                queue.arn(),
                                most == null ? 1 : most.intValue(),
                                hidden == null ? queue.visibility() : Duration.ofSeconds(hidden));
        return ReceiveMessageResponse.builder()
                .messages(received.stream().map(QueueClient::message).toList())
                .build();
    }

    private static software.amazon.awssdk.services.sqs.model.Message message(Message received) {
        Map<String, String> system = new LinkedHashMap<>();
        system.put("SentTimestamp", Long.toString(received.sent().toEpochMilli()));
        system.put("ApproximateReceiveCount", Integer.toString(received.receives()));
        if (received.from() != null) {
            system.put("DeadLetterQueueSourceArn", received.from());
        }
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        received.attributes()
                .forEach((name, value) ->
                        attributes.put(
                                name,
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(value)
                                        .build()));
        return software.amazon.awssdk.services.sqs.model.Message.builder()
                .messageId(received.id())
                .receiptHandle(received.receipt())
                .body(received.body())
                .attributesWithStrings(system)
                .messageAttributes(attributes)
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

    /// Sets when a message that was received can be received again.
    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        QueueDefinition queue = queue("ChangeMessageVisibility", request.queueUrl());
        services.queues()
                .hide(
                        queue.arn(),
                        request.receiptHandle(),
                        Duration.ofSeconds(request.visibilityTimeout()));
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        QueueDefinition queue = queue("GetQueueUrl", "/" + request.queueName());
        return GetQueueUrlResponse.builder().queueUrl(url(queue)).build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        QueueDefinition queue = queue("GetQueueAttributes", request.queueUrl());
        Queues all = services.queues();
        return GetQueueAttributesResponse.builder()
                .attributes(
                        Map.of(
                                QueueAttributeName.QUEUE_ARN,
                                queue.arn(),
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                Integer.toString(all.visible(queue.arn())),
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                Integer.toString(all.inFlight(queue.arn())),
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                                Integer.toString(all.delayed(queue.arn()))))
                .build();
    }

    /// The queues whose names begin with a prefix, in one page.
    @Override
    public ListQueuesResponse listQueues(ListQueuesRequest request) {
        services.recorded(
                services.call(caller, "sqs", "ListQueues", "*"),
                () -> {
                    services.requireAvailable("ListQueues", ERRORS, "InternalFailure");
                    require("sqs:ListQueues", "*");
                    return "*";
                });
        String prefix = request.queueNamePrefix() == null ? "" : request.queueNamePrefix();
        return ListQueuesResponse.builder()
                .queueUrls(
                        services.queues().definitions().stream()
                                .filter(queue -> queue.name().startsWith(prefix))
                                .map(this::url)
                                .toList())
                .build();
    }

    /// The codes and sentences are [those that
    /// LocalStack](https://github.com/localstack/localstack) has, whose tests run against AWS too.
    @Override
    public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
        String source = request.sourceArn();
        services.recorded(
                services.call(caller, "sqs", "StartMessageMoveTask", source),
                () -> movable(source, request.destinationArn()));
        MoveTask task = services.queues().move(source, request.destinationArn());
        return StartMessageMoveTaskResponse.builder().taskHandle(task.handle()).build();
    }

    /// Moving takes the permissions to receive and delete there, and to send here.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
    private String movable(String source, @Nullable String destination) {
        services.requireAvailable("StartMessageMoveTask", ERRORS, "InternalFailure");
        for (String action : List.of("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage")) {
            require("sqs:" + action, source);
        }
        exists(source, "SourceArn");
        if (services.queues().definitions().stream()
                .noneMatch(queue ->
                        queue.redrive() != null && queue.redrive().deadLetters().equals(source))) {
            throw ERRORS.of(
                    400,
                    "InvalidParameterValue",
                    "Source queue must be configured as a Dead Letter Queue.");
        }
        if (destination != null) {
            require("sqs:SendMessage", destination);
            exists(destination, "DestinationArn");
        }
        return source;
    }

    private void exists(String arn, String parameter) {
        if (services.queues().find(arn) == null) {
            throw ERRORS.of(
                    404,
                    "ResourceNotFoundException",
                    "The resource that you specified for the %s parameter doesn't exist."
                            .formatted(parameter));
        }
    }

    private void require(String action, String resource) {
        String refused = services.refusal(caller, action, resource);
        if (refused != null) {
            throw ERRORS.of(403, "AccessDenied", refused);
        }
    }

    /// The latest tasks of a queue. Each is over.
    @Override
    public ListMessageMoveTasksResponse listMessageMoveTasks(ListMessageMoveTasksRequest request) {
        String source = request.sourceArn();
        services.recorded(
                services.call(caller, "sqs", "ListMessageMoveTasks", source),
                () -> {
                    services.requireAvailable("ListMessageMoveTasks", ERRORS, "InternalFailure");
                    require("sqs:ListMessageMoveTasks", source);
                    exists(source, "SourceArn");
                    return source;
                });
        Integer most = request.maxResults();
        return ListMessageMoveTasksResponse.builder()
                .results(
                        services.queues().tasks(source).stream()
                                .limit(most == null ? 1 : most)
                                .map(QueueClient::result)
                                .toList())
                .build();
    }

    private static ListMessageMoveTasksResultEntry result(MoveTask task) {
        return ListMessageMoveTasksResultEntry.builder()
                .status("COMPLETED")
                .sourceArn(task.source())
                .destinationArn(task.destination())
                .approximateNumberOfMessagesMoved((long) task.moved())
                .approximateNumberOfMessagesToMove((long) task.moved())
                .startedTimestamp(task.started().toEpochMilli())
                .build();
    }

    private QueueDefinition queue(String operation, String url) {
        String arn =
                new Stack(caller.accountId()).arn("sqs", url.substring(url.lastIndexOf('/') + 1));
        return services.recorded(
                services.call(caller, "sqs", operation, arn), () -> checked(operation, arn));
    }

    private QueueDefinition checked(String operation, String arn) {
        services.requireAvailable(operation, ERRORS, "InternalFailure");
        require("sqs:" + operation, arn);
        QueueDefinition queue = services.queues().find(arn);
        if (queue == null) {
            throw ERRORS.of(400, "QueueDoesNotExist", "The specified queue does not exist.");
        }
        return queue;
    }

    private String url(QueueDefinition queue) {
        return "https://sqs.%s.amazonaws.com/%s/%s"
                .formatted(Stack.REGION, caller.accountId(), queue.name());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
