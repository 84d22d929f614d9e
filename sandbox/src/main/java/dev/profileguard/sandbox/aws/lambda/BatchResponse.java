package dev.profileguard.sandbox.aws.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import dev.profileguard.sandbox.aws.sqs.Message;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds in a function's response the messages of a batch that it failed on.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
final class BatchResponse {
    private BatchResponse() {}

    /// The IDs of the messages that stay in the queue.
    static Set<String> failed(
            InvocationResponse response, List<Message> batch, SourceDefinition source) {
        Set<String> all = batch.stream().map(Message::id).collect(Collectors.toSet());
        return switch (response) {
            case InvocationResponse.Failed failed -> all;
            case InvocationResponse.Returned returned ->
                    source.reportsItemFailures() ? reported(returned.payload(), all) : Set.of();
        };
    }

    /// Without reported failures, all messages succeeded. If the response cannot be parsed, all
    /// failed.
    private static Set<String> reported(String payload, Set<String> all) {
        if (payload.isBlank()) {
            return Set.of();
        }
        Object response;
        try {
            response = JSON.std.anyFrom(payload);
        } catch (IOException e) { // no JSON
            return all;
        }
        if (response == null) {
            return Set.of();
        }
        if (!(response instanceof Map<?, ?> map)) {
            return all;
        }
        Object failures = map.get("batchItemFailures");
        return failures == null ? Set.of() : identified(failures, all);
    }

    private static Set<String> identified(Object failures, Set<String> all) {
        if (!(failures instanceof List<?> items)) {
            return all;
        }
        Set<String> failed = new HashSet<>();
        for (Object item : items) {
            String id = identifier(item);
            if (id == null || !all.contains(id)) {
                return all;
            }
            failed.add(id);
        }
        return failed;
    }

    private static @Nullable String identifier(@Nullable Object item) {
        return item instanceof Map<?, ?> map && map.get("itemIdentifier") instanceof String id
                ? id
                : null;
    }
}
