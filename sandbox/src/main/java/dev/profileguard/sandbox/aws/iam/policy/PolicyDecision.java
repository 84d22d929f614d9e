package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.iam.policy.Access;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.iam.policy.Permissions;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why identity policies and a permissions boundary refuse a request, in AWS's words.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
///
/// @param identity the documents of the identity policies
/// @param boundary the document of the permissions boundary; null: there is none
public record PolicyDecision(List<String> identity, @Nullable String boundary) {
    private static final ObjectMapper MAPS = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /// Why the request is refused, as the end of AWS's sentence; null: it is allowed.
    public @Nullable String refusal(AccessRequest request) {
        Permissions permissions =
                new Permissions(
                        identity.stream().map(PolicyDecision::read).toList(),
                        boundary == null ? null : read(boundary));
        return switch (permissions.access(request)) {
            case Access.Allowed _, Access.Depends _ -> null;
            case Access.Denied(Access.PolicyKind kind, String _) ->
                    "with an explicit deny in " + kind.withArticle();
            case Access.NotAllowed(Access.PolicyKind kind) ->
                    "because no %s allows the %s action".formatted(kind.text(), request.action());
        };
    }

    /// The Deny statements that match the request, in the order of the policies.
    public List<JsonNode> denying(AccessRequest request) {
        return Stream.concat(identity.stream(), Stream.ofNullable(boundary))
                .flatMap(document -> statements(PolicyText.parsed(document).orElseThrow()).stream())
                .filter(each -> "Deny".equals(each.path("Effect").asText()))
                .filter(each -> denies(each, request))
                .toList();
    }

    private static boolean denies(JsonNode statement, AccessRequest request) {
        return new Permissions(List.of(read(List.of(statement))), null).access(request)
                instanceof Access.Denied;
    }

    private static List<JsonNode> statements(JsonNode document) {
        JsonNode statement = document.path("Statement");
        List<JsonNode> all = new ArrayList<>();
        if (statement.isArray()) {
            statement.forEach(all::add);
        } else {
            all.add(statement);
        }
        return all;
    }

    /// Why the policy of a resource refuses the request, as the end of AWS's sentence; null: it
    /// does not. Only statements that deny everybody are evaluated.
    ///
    /// @param document the resource's policy
    public static @Nullable String refusalByResource(
            PolicyDocument document, AccessRequest request) {
        Access access = new Permissions(List.of(document), null).access(request);
        return access instanceof Access.Denied
                ? "with an explicit deny in a resource-based policy"
                : null;
    }

    /// Why the policy of a resource of another account refuses the request, as the end of AWS's
    /// sentence; null: it allows it. Only statements about everybody are evaluated.
    ///
    /// @param document the resource's policy
    public static @Nullable String refusalByOtherAccount(String document, AccessRequest request) {
        return switch (new Permissions(List.of(read(document)), null).access(request)) {
            case Access.Allowed _ -> null;
            case Access.Denied _ -> "with an explicit deny in a resource-based policy";
            case Access.Depends _, Access.NotAllowed _ ->
                    "because no resource-based policy allows the %s action"
                            .formatted(request.action());
        };
    }

    /// The document in this text, which is JSON.
    public static PolicyDocument read(String document) {
        return read(PolicyText.parsed(document).orElseThrow());
    }

    /// The document of these statements.
    static PolicyDocument read(List<? extends JsonNode> statements) {
        ObjectNode document = MAPS.createObjectNode().put("Version", "2012-10-17");
        document.putArray("Statement").addAll(statements);
        return read(document);
    }

    private static PolicyDocument read(JsonNode document) {
        return PolicyDocument.of("", MAPS.convertValue(document, MAP));
    }
}
