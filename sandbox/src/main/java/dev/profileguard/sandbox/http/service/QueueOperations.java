package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.http.message.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

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
                                    + " GetQueueUrl and GetQueueAttributes of SQS.");
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

    private Map<String, Object> send(Map<String, Object> request) {
        String body = text(request, "MessageBody");
        Integer delay =
                request.get("DelaySeconds") instanceof Number seconds ? seconds.intValue() : null;
        String id =
                queues.sendMessage(call ->
                                call.queueUrl(text(request, "QueueUrl"))
                                        .messageBody(body)
                                        .delaySeconds(delay))
                        .messageId();
        return Map.of("MessageId", id, "MD5OfMessageBody", digest(body));
    }

    private Map<String, Object> receive(Map<String, Object> request) {
        int most =
                request.get("MaxNumberOfMessages") instanceof Number number ? number.intValue() : 1;
        List<Message> messages =
                queues.receiveMessage(call ->
                                call.queueUrl(text(request, "QueueUrl")).maxNumberOfMessages(most))
                        .messages();
        return messages.isEmpty()
                ? Map.of()
                : Map.of("Messages", messages.stream().map(QueueOperations::json).toList());
    }

    private static Map<String, String> json(Message message) {
        return Map.of(
                "MessageId", message.messageId(),
                "ReceiptHandle", message.receiptHandle(),
                "Body", message.body(),
                "MD5OfBody", digest(message.body()));
    }

    private static String text(Map<String, Object> request, String name) {
        return request.get(name) instanceof String text ? text : "";
    }

    /// The checksum of a body, which clients verify. It is no protection.
    private static String digest(String body) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
