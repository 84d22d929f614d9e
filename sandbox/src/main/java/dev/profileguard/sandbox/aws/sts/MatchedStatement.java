package dev.profileguard.sandbox.aws.sts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A Deny statement as a decoded authorization message shows it.
/// https://docs.aws.amazon.com/cli/latest/reference/sts/decode-authorization-message.html#examples
final class MatchedStatement {
    private MatchedStatement() {}

    /// The statement as JSON.
    ///
    /// @param principal the caller's unique ID
    /// @param statement as the policy has it
    static Map<String, Object> of(String principal, JsonNode statement) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("statementId", statement.path("Sid").asText(""));
        shown.put("effect", "DENY");
        shown.put("principals", values(List.of(principal)));
        shown.put("principalGroups", Map.of("items", List.of()));
        shown.put("actions", values(texts(statement.path("Action"))));
        shown.put("resources", values(texts(statement.path("Resource"))));
        shown.put("conditions", Map.of("items", conditions(statement.path("Condition"))));
        return shown;
    }

    private static List<Map<String, Object>> conditions(JsonNode operators) {
        List<Map<String, Object>> conditions = new ArrayList<>();
        operators.forEach(keys ->
                keys.properties()
                        .forEach(key -> {
                            Map<String, Object> condition = new LinkedHashMap<>();
                            condition.put("key", key.getKey());
                            condition.put("values", values(texts(key.getValue())));
                            conditions.add(condition);
                        }));
        return conditions;
    }

    private static Map<String, Object> values(List<String> texts) {
        return Map.of("items", texts.stream().map(text -> Map.of("value", text)).toList());
    }

    private static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        if (oneOrMore.isArray()) {
            oneOrMore.forEach(each -> texts.add(each.asText()));
        } else if (!oneOrMore.isMissingNode()) {
            texts.add(oneOrMore.asText());
        }
        return texts;
    }
}
