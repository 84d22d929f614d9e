package dev.profileguard.sandbox.aws.kms;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.regional.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// KMS's [JSON protocol](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
public record KmsJson(Kms kms) {
    private static final String TARGET = "TrentService.";

    /// KMS's response to a request. Every error leads to an error response, never to an exception.
    ///
    /// @param target the header `X-Amz-Target`
    public InProcessHttp.Response respond(String target, String body, Origin origin) {
        try {
            @Nullable Map<String, Object> given = JSON.std.mapFrom(body);
            Map<String, Object> input = given == null ? Map.of() : given;
            return response(200, origin.requestId(), result(target, input, origin));
        } catch (IOException e) {
            return refused(
                    400,
                    "SerializationException",
                    "The request is no JSON object",
                    origin.requestId());
        } catch (AwsServiceException e) {
            return refused(
                    e.statusCode(),
                    e.awsErrorDetails().errorCode(),
                    e.awsErrorDetails().errorMessage(),
                    origin.requestId());
        }
    }

    private Map<String, ? extends Object> result(
            String target, Map<String, Object> input, Origin origin) {
        String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
        return switch (operation) {
            case "CreateKey" ->
                    Map.of(
                            "KeyMetadata",
                            kms.create(
                                    origin,
                                    optional(input, "Policy"),
                                    text(input, "Description"),
                                    bypasses(input)));
            case "ListKeys" -> keys(input, origin);
            case "GetKeyPolicy" ->
                    Map.of(
                            "Policy",
                            kms.policy(origin, text(input, "KeyId"), policyName(input)),
                            "PolicyName",
                            policyName(input));
            case "PutKeyPolicy" -> {
                kms.save(
                        origin,
                        text(input, "KeyId"),
                        policyName(input),
                        text(input, "Policy"),
                        bypasses(input));
                yield Map.of();
            }
            default ->
                    throw ServiceErrors.of(
                            AwsServiceException.builder(),
                            "kms",
                            501,
                            "UnknownOperationException",
                            "The sandbox has only these operations of KMS: CreateKey, ListKeys,"
                                    + " GetKeyPolicy, PutKeyPolicy");
        };
    }

    private Map<String, Object> keys(Map<String, Object> input, Origin origin) {
        int limit = input.get("Limit") instanceof Integer number ? number : 0;
        Page<Map<String, String>> page = kms.list(origin, limit, optional(input, "Marker"));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("Keys", page.items());
        result.put("Truncated", page.next() != null);
        if (page.next() != null) {
            result.put("NextMarker", page.next());
        }
        return result;
    }

    /// Without a name, it is that of the only policy.
    private static String policyName(Map<String, Object> input) {
        String name = optional(input, "PolicyName");
        return name == null ? "default" : name;
    }

    private static boolean bypasses(Map<String, Object> input) {
        return Boolean.TRUE.equals(input.get("BypassPolicyLockoutSafetyCheck"));
    }

    private static String text(Map<String, Object> input, String name) {
        return input.get(name) instanceof String text ? text : "";
    }

    private static @Nullable String optional(Map<String, Object> input, String name) {
        return input.get(name) instanceof String text ? text : null;
    }

    /// The response to a request that KMS refuses.
    ///
    /// @param status of HTTP
    /// @param code as KMS spells it
    public static InProcessHttp.Response refused(
            int status, String code, String message, String requestId) {
        return response(status, requestId, Map.of("__type", code, "message", message));
    }

    private static InProcessHttp.Response response(
            int status, String requestId, Map<String, ? extends Object> json) {
        try {
            return new InProcessHttp.Response(
                    status,
                    Map.of(
                            "Content-Type",
                            "application/x-amz-json-1.1",
                            "x-amzn-RequestId",
                            requestId),
                    JSON.std.asString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
