package dev.profileguard.sandbox.http.service;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A service that speaks [AWS JSON
/// 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html) or [AWS JSON
/// 1.0](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html).
///
/// @param target the prefix of the operation in `X-Amz-Target`
/// @param contentType of its replies
/// @param operations by name
public record JsonService(String target, String contentType, Map<String, Operation> operations)
        implements Service {
    /// A service that speaks AWS JSON 1.1.
    public JsonService(String target, Map<String, Operation> operations) {
        this(target, "application/x-amz-json-1.1", operations);
    }

    /// One operation.
    @FunctionalInterface
    public interface Operation {
        /// Calls the operation.
        ///
        /// @throws AwsServiceException the service's error
        Map<String, Object> call(JsonInput input, Origin origin);
    }

    @Override
    public Reply handle(Request request, Caller caller) {
        String requested = request.header("x-amz-target");
        Operation operation =
                requested.startsWith(target)
                        ? operations.get(requested.substring(target.length()))
                        : null;
        if (operation == null) {
            throw new Refusal(
                    501,
                    "UnknownOperationException",
                    "The sandbox has only these operations of this service: "
                            + String.join(", ", operations.keySet().stream().sorted().toList()));
        }
        try {
            return reply(200, operation.call(input(request), request.origin(caller)), request);
        } catch (AwsServiceException refusal) {
            throw Refusal.of(refusal);
        }
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("__type", refusal.code());
        error.put("message", refusal.text());
        return reply(refusal.status(), error, request);
    }

    private static JsonInput input(Request request) {
        try {
            Map<String, Object> values = JSON.std.mapFrom(request.body());
            return new JsonInput(values == null ? Map.of() : values);
        } catch (IOException e) {
            throw new Refusal(400, "SerializationException", "The request is no JSON object");
        }
    }

    private Reply reply(
            int status, Map<String, ? extends @Nullable Object> values, Request request) {
        Reply json = Reply.json(status, values);
        return new Reply(
                status,
                Map.of("Content-Type", contentType, "x-amzn-RequestId", request.id()),
                json.body());
    }
}
