package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.iam.policy.Access;
import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.iam.policy.Permissions;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Whether a role's trust policy lets a service assume the role.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
public final class RoleTrust {
    private static final String CONDITION = "Condition";

    private RoleTrust() {}

    /// Whether a statement allows it, and none denies it always. Services that only look for their
    /// name in the policy do not evaluate conditions.
    ///
    /// @param document the trust policy as JSON
    /// @param service such as `ec2.amazonaws.com`
    public static boolean names(String document, String service) {
        List<ObjectNode> statements = new ArrayList<>();
        for (ObjectNode statement : about(document, service)) {
            boolean conditional = !statement.path(CONDITION).isEmpty();
            if (!conditional || statement.path("Effect").asText().equals("Allow")) {
                statement.remove(CONDITION);
                statements.add(statement);
            }
        }
        return allow(statements, Map.of());
    }

    /// Whether the service can assume the role.
    ///
    /// @param document as above
    /// @param context the values of condition keys, such as `aws:SourceArn`
    public static boolean lets(String document, String service, Map<String, List<String>> context) {
        return allow(about(document, service), context);
    }

    /// Whether a role can assume the role: it, or its account, is a principal.
    ///
    /// @param document as above
    /// @param arn of the role that wants to
    public static boolean letsRole(String document, String arn) {
        String account = arn.split(":", 6)[4];
        Set<String> names = Set.of(arn, account, "arn:aws:iam::%s:root".formatted(account));
        return allow(
                about(document, principal -> isOneOf(principal.path("AWS"), names)),
                Map.of("aws:PrincipalArn", List.of(arn)));
    }

    private static boolean isOneOf(JsonNode principals, Set<String> names) {
        return PolicyText.each(principals).stream().map(JsonNode::asText).anyMatch(names::contains);
    }

    /// The statements about a service, as those of an identity policy.
    private static List<ObjectNode> about(String document, String service) {
        return about(document, principal -> isPrincipal(principal, service));
    }

    private static List<ObjectNode> about(String document, Predicate<JsonNode> principals) {
        List<ObjectNode> about = new ArrayList<>();
        JsonNode policy = PolicyText.parsed(document).orElseThrow();
        for (JsonNode statement : PolicyText.each(policy.path("Statement"))) {
            if (principals.test(statement.path("Principal"))) {
                ObjectNode copy = statement.deepCopy();
                copy.remove("Principal");
                copy.put("Resource", "*");
                about.add(copy);
            }
        }
        return about;
    }

    private static boolean isPrincipal(JsonNode principal, String service) {
        return principal.has("Service")
                && PolicyText.each(principal.get("Service")).stream()
                        .anyMatch(each -> each.asText().equals(service));
    }

    private static boolean allow(List<ObjectNode> statements, Map<String, List<String>> context) {
        AccessRequest request = new AccessRequest("sts:AssumeRole", "*", context);
        return !statements.isEmpty()
                && new Permissions(List.of(PolicyDecision.read(statements)), null).access(request)
                        instanceof Access.Allowed;
    }
}
