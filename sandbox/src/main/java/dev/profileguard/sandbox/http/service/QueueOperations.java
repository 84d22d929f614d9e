package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.sqs.MessageDigests;
import dev.profileguard.sandbox.http.message.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Some of SQS's operations. Every caller may call them.
public record QueueOperations(SqsClient queues) implements ClientService.Operations {
    /// SQS in its JSON protocol.
    public static ClientService service(SqsClient queues) {
        return new ClientService(
                "AmazonSQS.",
                "application/x-amz-json-1.0",
                "com.amazonaws.sqs#",
                new QueueOperations(queues));
    }

    @Override
    public Map<String, Object> call(String operation, Map<String, Object> request) {
        return switch (operation) {
            case "SendMessage" -> send(request);
            case "ReceiveMessage" -> receive(request);
            case "GetQueueUrl" ->
                    Map.of(
                            "QueueUrl",
                            queues.getQueueUrl(call -> call.queueName(text(request, "QueueName")))
                                    .queueUrl());
            case "GetQueueAttributes" -> Map.of("Attributes", attributes(request));
            case "ListQueues" -> list(request);
            case "ChangeMessageVisibility" -> {
                queues.changeMessageVisibility(call ->
                        call.queueUrl(text(request, "QueueUrl"))
                                .receiptHandle(text(request, "ReceiptHandle"))
                                .visibilityTimeout(number(request, "VisibilityTimeout")));
                yield Map.of();
            }
            case "StartMessageMoveTask" ->
                    Map.of(
                            "TaskHandle",
                            queues.startMessageMoveTask(call ->
                                            call.sourceArn(text(request, "SourceArn"))
                                                    .destinationArn(
                                                            optional(request, "DestinationArn")))
                                    .taskHandle());
            case "ListMessageMoveTasks" -> Map.of("Results", tasks(request));
            case "DeleteMessage" -> {
                queues.deleteMessage(call ->
                        call.queueUrl(text(request, "QueueUrl"))
                                .receiptHandle(text(request, "ReceiptHandle")));
                yield Map.of();
            }
            default ->
                    throw new Refusal(
                            400,
                            "UnknownOperationException",
                            "The sandbox has only SendMessage, ReceiveMessage, DeleteMessage,"
                                + " ChangeMessageVisibility, GetQueueUrl, GetQueueAttributes,"
                                + " ListQueues, StartMessageMoveTask and ListMessageMoveTasks of"
                                + " SQS.");
        };
    }

    /// The requested attributes, as far as the sandbox's queues have them.
    private Map<String, String> attributes(Map<String, Object> request) {
        List<?> requested =
                request.get("AttributeNames") instanceof List<?> names ? names : List.of();
        Map<String, String> attributes =
                new LinkedHashMap<>(
                        queues.getQueueAttributes(call -> call.queueUrl(text(request, "QueueUrl")))
                                .attributesAsStrings());
        if (!requested.contains("All")) {
            attributes.keySet().retainAll(requested);
        }
        return attributes;
    }

    private Map<String, Object> list(Map<String, Object> request) {
        List<String> urls =
                queues.listQueues(
                                call -> call.queueNamePrefix(optional(request, "QueueNamePrefix")))
                        .queueUrls();
        return urls.isEmpty() ? Map.of() : Map.of("QueueUrls", urls);
    }

    private List<Map<String, Object>> tasks(Map<String, Object> request) {
        return queues
                .listMessageMoveTasks(call ->
                        call.sourceArn(text(request, "SourceArn"))
                                .maxResults(number(request, "MaxResults")))
                .results()
                .stream()
                .map(QueueOperations::json)
                .toList();
    }

    private static Map<String, Object> json(ListMessageMoveTasksResultEntry task) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Status", task.status());
        json.put("SourceArn", task.sourceArn());
        if (task.destinationArn() != null) {
            json.put("DestinationArn", task.destinationArn());
        }
        json.put("ApproximateNumberOfMessagesMoved", task.approximateNumberOfMessagesMoved());
        json.put("ApproximateNumberOfMessagesToMove", task.approximateNumberOfMessagesToMove());
        json.put("StartedTimestamp", task.startedTimestamp());
        return json;
    }

    private Map<String, Object> send(Map<String, Object> request) {
        String body = text(request, "MessageBody");
        Map<String, MessageAttributeValue> attributes = sentAttributes(request);
        String id =
                queues.sendMessage(call ->
                                call.queueUrl(text(request, "QueueUrl"))
                                        .messageBody(body)
                                        .messageAttributes(attributes)
                                        .delaySeconds(number(request, "DelaySeconds")))
                        .messageId();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("MessageId", id);
        json.put("MD5OfMessageBody", MessageDigests.ofBody(body));
        if (!attributes.isEmpty()) {
            json.put("MD5OfMessageAttributes", digest(attributes));
        }
        return json;
    }

    /// The sandbox keeps attributes of the type String only.
    private static Map<String, MessageAttributeValue> sentAttributes(Map<String, Object> request) {
        Map<String, MessageAttributeValue> attributes = new TreeMap<>();
        if (request.get("MessageAttributes") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> {
                if (value instanceof Map<?, ?> map
                        && map.get("StringValue") instanceof String text) {
                    attributes.put(
                            String.valueOf(name),
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(text)
                                    .build());
                }
            });
        }
        return attributes;
    }

    private Map<String, Object> receive(Map<String, Object> request) {
        List<Message> messages =
                queues.receiveMessage(call ->
                                call.queueUrl(text(request, "QueueUrl"))
                                        .visibilityTimeout(number(request, "VisibilityTimeout"))
                                        .maxNumberOfMessages(
                                                number(request, "MaxNumberOfMessages")))
                        .messages();
        return messages.isEmpty()
                ? Map.of()
                : Map.of(
                        "Messages",
                        messages.stream().map(message -> json(message, request)).toList());
    }

    private static Map<String, Object> json(Message message, Map<String, Object> request) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("MessageId", message.messageId());
        json.put("ReceiptHandle", message.receiptHandle());
        json.put("Body", message.body());
        json.put("MD5OfBody", MessageDigests.ofBody(message.body()));
        Map<String, String> system = new LinkedHashMap<>(message.attributesAsStrings());
        keepNamed(system, request, "MessageSystemAttributeNames", "AttributeNames");
        if (!system.isEmpty()) {
            json.put("Attributes", system);
        }
        Map<String, MessageAttributeValue> own = new TreeMap<>(message.messageAttributes());
        keepNamed(own, request, "MessageAttributeNames");
        if (!own.isEmpty()) {
            Map<String, Object> values = new LinkedHashMap<>();
            own.forEach((name, value) ->
                    values.put(
                            name,
                            Map.of("DataType", "String", "StringValue", value.stringValue())));
            json.put("MessageAttributes", values);
            json.put("MD5OfMessageAttributes", digest(own));
        }
        return json;
    }

    /// @param lists the members of the request that name what to return
    private static void keepNamed(
            Map<String, ?> attributes, Map<String, Object> request, String... lists) {
        List<Object> names = new ArrayList<>();
        for (String list : lists) {
            if (request.get(list) instanceof List<?> given) {
                names.addAll(given);
            }
        }
        if (!names.contains("All")) {
            attributes.keySet().retainAll(names);
        }
    }

    private static String digest(Map<String, MessageAttributeValue> attributes) {
        Map<String, String> texts = new TreeMap<>();
        attributes.forEach((name, value) -> texts.put(name, value.stringValue()));
        return MessageDigests.ofAttributes(texts);
    }

    private static @Nullable Integer number(Map<String, Object> request, String name) {
        return request.get(name) instanceof Number number ? number.intValue() : null;
    }

    private static @Nullable String optional(Map<String, Object> request, String name) {
        return request.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static String text(Map<String, Object> request, String name) {
        return request.get(name) instanceof String text ? text : "";
    }
}
