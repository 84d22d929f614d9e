package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The grammar of an inline or [managed
/// policy](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html),
/// checked in the order in which IAM reports errors.
public final class IdentityPolicy {
    static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
    static final Set<String> EFFECTS = Set.of("Allow", "Deny");

    /// IAM's message for a policy that only its older grammar refuses.
    private static final String LEGACY = "The policy failed legacy parsing";

    private static final String SYNTAX = "Syntax errors in policy.";
    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final Set<String> ELEMENTS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");
    private static final List<String> LISTS =
            List.of("Action", "NotAction", "Resource", "NotResource");

    private final JsonNode policy;
    private final List<JsonNode> statements;

    private IdentityPolicy(JsonNode policy) {
        this.policy = policy;
        this.statements =
                policy.has("Statement") ? PolicyText.each(policy.get("Statement")) : List.of();
    }

    /// Checks a document.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException if IAM
    ///   would not accept it
    public static void check(String document) {
        JsonNode policy =
                PolicyText.parsed(document).orElseThrow(() -> IamErrors.malformedPolicy(SYNTAX));
        new IdentityPolicy(policy).check();
    }

    private void check() {
        syntax();
        refuseIf(
                !policy.path("Version").asText().equals("2012-10-17"),
                "Policy document must be version 2012-10-17 or greater.");
        refuseIf(!statements.stream().allMatch(IdentityPolicy::isLegacy), LEGACY);
        String complaint = resourceComplaint();
        refuseIf(
                anyHas("Principal") || anyHas("NotPrincipal"),
                "Policy document should not specify a principal.");
        uniqueIds();
        refuseIf(!eachHas("Action", "NotAction"), "Policy statement must contain actions.");
        refuseIf(!eachHas("Resource", "NotResource"), "Policy statement must contain resources.");
        if (complaint != null) {
            throw IamErrors.malformedPolicy(complaint);
        }
        elements("Action", "NotAction")
                .forEach(element -> texts(element).forEach(IdentityPolicy::action));
    }

    private void syntax() {
        refuseIf(!only(policy, TOP), SYNTAX);
        refuseIf(
                policy.has("Version") && !VERSIONS.contains(policy.get("Version").asText()),
                SYNTAX);
        refuseIf(policy.has("Id") && !policy.get("Id").isTextual(), SYNTAX);
        refuseIf(statements.isEmpty(), SYNTAX);
        refuseIf(!statements.stream().allMatch(IdentityPolicy::isValid), SYNTAX);
    }

    private static boolean isValid(JsonNode statement) {
        return statement.isObject()
                && only(statement, ELEMENTS)
                && !(statement.has("Resource") && statement.has("NotResource"))
                && !(statement.has("Action") && statement.has("NotAction"))
                && EFFECTS.stream().anyMatch(statement.path("Effect").asText()::equalsIgnoreCase)
                && LISTS.stream().allMatch(name -> isTexts(statement.path(name)))
                && ConditionBlock.isValid(statement.get("Condition"))
                && (!statement.has("Sid") || statement.get("Sid").isTextual());
    }

    private static boolean isLegacy(JsonNode statement) {
        return EFFECTS.contains(statement.path("Effect").asText())
                && ConditionBlock.hasValidDates(statement.path("Condition"));
    }

    /// What is wrong with the format of the first such resource; null: nothing. IAM reports this
    /// late, but what only its older grammar refuses at once.
    private @Nullable String resourceComplaint() {
        for (JsonNode element : elements("Resource", "NotResource")) {
            List<String> resources = texts(element).toList();
            String complaint =
                    resources.stream()
                            .map(PolicyResource::complaint)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null);
            if (complaint != null) {
                return complaint;
            }
            refuseIf(!resources.stream().allMatch(PolicyResource::isLegacy), LEGACY);
        }
        return null;
    }

    private static boolean only(JsonNode object, Set<String> names) {
        return object.properties().stream().allMatch(field -> names.contains(field.getKey()));
    }

    private static boolean isTexts(JsonNode node) {
        return node.isMissingNode() || PolicyText.each(node).stream().allMatch(JsonNode::isTextual);
    }

    private boolean anyHas(String element) {
        return statements.stream().anyMatch(statement -> statement.has(element));
    }

    private void uniqueIds() {
        Set<String> ids = new HashSet<>();
        for (JsonNode statement : statements) {
            String id = statement.path("Sid").asText();
            refuseIf(
                    !id.isEmpty() && !ids.add(id),
                    "Statement IDs (SID) in a single policy must be unique.");
        }
    }

    private boolean eachHas(String element, String opposite) {
        return statements.stream()
                .allMatch(statement ->
                        Stream.of(statement.path(element), statement.path(opposite))
                                .anyMatch(IdentityPolicy::isFilled));
    }

    private static boolean isFilled(JsonNode node) {
        return node.isTextual() || !node.isEmpty();
    }

    private List<JsonNode> elements(String element, String opposite) {
        return statements.stream()
                .flatMap(statement -> Stream.of(statement.path(element), statement.path(opposite)))
                .filter(node -> !node.isMissingNode())
                .toList();
    }

    private static Stream<String> texts(JsonNode element) {
        return PolicyText.each(element).stream().map(JsonNode::asText);
    }

    private static void action(String action) {
        if (action.equals("*")) {
            return;
        }
        String[] parts = action.split(":", -1);
        refuseIf(
                parts.length == 1,
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        refuseIf(parts.length > 2, "Actions/Condition can contain only one colon.");
        refuseIf(
                !parts[0].equals("*") && !parts[0].matches("[a-zA-Z0-9.-]*"),
                "Vendor %s is not valid".formatted(parts[0]));
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw IamErrors.malformedPolicy(message);
        }
    }
}
