package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.ArrayList;
import java.util.List;

/// One statement of an identity policy or permissions boundary.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
///
/// @param deny whether its effect is Deny
/// @param json the statement itself
record PolicyStatement(boolean deny, JsonNode json, List<Condition> conditions) {
    /// The statements of a document.
    static List<PolicyStatement> of(String document) {
        JsonNode policy = PolicyText.parsed(document).orElseThrow();
        return PolicyText.each(policy.path("Statement")).stream().map(PolicyStatement::of).toList();
    }

    private static PolicyStatement of(JsonNode json) {
        List<Condition> conditions = new ArrayList<>();
        json.path("Condition")
                .properties()
                .forEach(operator ->
                        operator.getValue()
                                .properties()
                                .forEach(key ->
                                        conditions.add(
                                                new Condition(
                                                        operator.getKey(),
                                                        key.getKey(),
                                                        texts(key.getValue())))));
        return new PolicyStatement(
                json.path("Effect").asText().equals("Deny"), json, List.copyOf(conditions));
    }

    /// Whether it is about this request.
    boolean covers(AccessRequest request) {
        return coversAction(request)
                && coversResource(request)
                && conditions.stream().allMatch(condition -> condition.holds(request));
    }

    private boolean coversAction(AccessRequest request) {
        return json.has("NotAction")
                ? texts(json.get("NotAction")).stream().noneMatch(each -> isAction(each, request))
                : texts(json.path("Action")).stream().anyMatch(each -> isAction(each, request));
    }

    private static boolean isAction(String pattern, AccessRequest request) {
        return new Wildcard(pattern).matchesIgnoringCase(request.action());
    }

    private boolean coversResource(AccessRequest request) {
        return json.has("NotResource")
                ? texts(json.get("NotResource")).stream()
                        .noneMatch(each -> isResource(each, request))
                : texts(json.path("Resource")).stream().anyMatch(each -> isResource(each, request));
    }

    private static boolean isResource(String pattern, AccessRequest request) {
        return PolicyVariables.matches(pattern, request.resource(), request);
    }

    private static List<String> texts(JsonNode node) {
        return node.isMissingNode()
                ? List.of()
                : PolicyText.each(node).stream().map(JsonNode::asText).toList();
    }
}
