package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.dynamodb.LocalDynamo;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;

/// DynamoDB.
///
/// @param permissions finds what a caller may do
public record DynamoService(LocalDynamo database, Function<Caller, Authorizer> permissions)
        implements Service {
    private static final String TARGET = "DynamoDB_20120810.";

    @Override
    public Reply handle(Request request, Caller caller) {
        String target = request.header("x-amz-target");
        if (!target.startsWith(TARGET)) {
            throw new Refusal(400, "UnknownOperationException", "");
        }
        LocalDynamo.Response response =
                database.handle(
                        permissions.apply(caller),
                        target.substring(TARGET.length()),
                        request.body());
        return reply(request, response.status(), response.body());
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        Map<String, String> error =
                Map.of(
                        "__type",
                        "com.amazon.coral.service#" + refusal.code(),
                        "message",
                        refusal.text());
        return reply(request, refusal.status(), Reply.json(refusal.status(), error).body());
    }

    private static Reply reply(Request request, int status, String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return new Reply(
                status,
                Map.of(
                        "Content-Type", "application/x-amz-json-1.0",
                        "x-amzn-RequestId", request.id(),
                        "x-amz-crc32", Long.toString(crc.getValue())),
                body);
    }
}
