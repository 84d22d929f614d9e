package dev.profileguard.sandbox.aws.sts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The message about a refused request that EC2 encodes and STS decodes. AWS encrypts it; here it
/// is compressed only. As on AWS, it names statements and not their policies.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
public final class AuthorizationMessage {
    private static final int MOST_BYTES = 100_000;
    private static final Map<String, Object> NO_ITEMS = Map.of("items", List.of());

    private AuthorizationMessage() {}

    /// The encoded message.
    ///
    /// @param refusal AWS's sentence, which says whether a statement denies the request
    /// @param denying the statements that deny it, as their policies have them
    public static String encoded(
            Caller caller, AccessRequest request, String refusal, List<JsonNode> denying) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(
                    JSON.std
                            .asString(message(caller, request, refusal, denying))
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /// The message as JSON; empty: this is no encoded message.
    public static Optional<String> decoded(String encoded) {
        try (InflaterInputStream inflater =
                new InflaterInputStream(
                        new ByteArrayInputStream(Base64.getUrlDecoder().decode(encoded)))) {
            String json = new String(inflater.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return JSON.std.mapFrom(json).containsKey("allowed")
                    ? Optional.of(json)
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> message(
            Caller caller, AccessRequest request, String refusal, List<JsonNode> denying) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("principal", principal(caller));
        context.put("action", request.action());
        context.put("resource", request.resource());
        context.put("conditions", Map.of("items", conditions(request)));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("allowed", false);
        message.put("explicitDeny", refusal.contains(" with an explicit deny "));
        message.put(
                "matchedStatements",
                Map.of(
                        "items",
                        denying.stream()
                                .map(statement -> MatchedStatement.of(id(caller), statement))
                                .toList()));
        message.put("failures", NO_ITEMS);
        message.put("context", context);
        return message;
    }

    private static Map<String, Object> principal(Caller caller) {
        Map<String, Object> principal = new LinkedHashMap<>();
        principal.put("id", id(caller));
        principal.put("arn", caller.arn());
        return principal;
    }

    private static String id(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.name();
            case Caller.RoleSession session -> session.roleId() + ":" + session.session();
            case Caller.Root root -> root.accountId();
            case Caller.Service service -> id(service.onBehalfOf());
        };
    }

    private static List<Map<String, Object>> conditions(AccessRequest request) {
        List<Map<String, Object>> conditions = new ArrayList<>();
        request.context()
                .forEach((key, values) -> {
                    Map<String, Object> condition = new LinkedHashMap<>();
                    condition.put("key", key);
                    condition.put(
                            "values",
                            Map.of(
                                    "items",
                                    values.stream().map(value -> Map.of("value", value)).toList()));
                    conditions.add(condition);
                });
        return conditions;
    }
}
