package dev.profileguard;

import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// A queue that hands each message that is sent to a test.
///
/// @param test receives the request, and may refuse it by throwing
public record SendingQueue(Consumer<SendMessageRequest> test) implements SqsClient {
    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        test.accept(request);
        return SendMessageResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {}
}
