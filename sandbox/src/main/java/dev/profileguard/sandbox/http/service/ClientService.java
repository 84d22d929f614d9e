package dev.profileguard.sandbox.http.service;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A service in an AWS JSON protocol, whose operations a client of the SDK executes.
/// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
///
/// @param target the prefix of `X-Amz-Target`, such as `AmazonSQS.`
/// @param contentType such as `application/x-amz-json-1.0`
/// @param errors the prefix of error types, such as `com.amazonaws.sqs#`
record ClientService(String target, String contentType, String errors, Operations operations)
        implements Service {
    /// The operations of a service.
    interface Operations {
        /// Calls an operation.
        ///
        /// @throws AwsServiceException as the SDK's client would throw it
        Map<String, Object> call(String operation, Map<String, Object> request);
    }

    @Override
    public Reply handle(Request request, Caller caller) {
        String operation = request.header("x-amz-target");
        if (!operation.startsWith(target)) {
            throw new Refusal(400, "UnknownOperationException", "");
        }
        try {
            Map<String, Object> body = JSON.std.mapFrom(request.body());
            return reply(
                    request,
                    Reply.json(200, operations.call(operation.substring(target.length()), body)));
        } catch (IOException e) {
            throw new Refusal(400, "SerializationException", "The request is no JSON object");
        } catch (AwsServiceException e) {
            throw Refusal.of(e);
        }
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        Map<String, String> error =
                Map.of("__type", errors + refusal.code(), "message", refusal.text());
        return reply(request, Reply.json(refusal.status(), error));
    }

    private Reply reply(Request request, Reply reply) {
        return reply.with("Content-Type", contentType).with("x-amzn-RequestId", request.id());
    }
}
