package dev.profileguard.sandbox.aws.iam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A statement's
/// [Condition](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html):
/// IAM checks only its structure and its operators when a policy is written.
final class ConditionBlock {
    private static final Set<String> OPERATORS =
            Set.of(
                    "StringEquals",
                    "StringNotEquals",
                    "StringEqualsIgnoreCase",
                    "StringNotEqualsIgnoreCase",
                    "StringLike",
                    "StringNotLike",
                    "NumericEquals",
                    "NumericNotEquals",
                    "NumericLessThan",
                    "NumericLessThanEquals",
                    "NumericGreaterThan",
                    "NumericGreaterThanEquals",
                    "DateEquals",
                    "DateNotEquals",
                    "DateLessThan",
                    "DateLessThanEquals",
                    "DateGreaterThan",
                    "DateGreaterThanEquals",
                    "Bool",
                    "BinaryEquals",
                    "IpAddress",
                    "NotIpAddress",
                    "ArnEquals",
                    "ArnLike",
                    "ArnNotEquals",
                    "ArnNotLike",
                    "Null");

    private ConditionBlock() {}

    /// @param condition null: the statement has none, which is valid
    static boolean isValid(@Nullable JsonNode condition) {
        return condition == null
                || (condition.isObject()
                        && condition.properties().stream().allMatch(ConditionBlock::isOperator));
    }

    /// Whether date operators compare with dates.
    static boolean hasValidDates(JsonNode condition) {
        return condition.properties().stream()
                .filter(operator -> baseOperator(operator.getKey()).startsWith("Date"))
                .flatMap(operator -> operator.getValue().properties().stream())
                .flatMap(key -> PolicyText.each(key.getValue()).stream())
                .allMatch(value -> PolicyDate.isValid(value.asText()));
    }

    private static boolean isOperator(Map.Entry<String, JsonNode> operator) {
        JsonNode keys = operator.getValue();
        if (!keys.isObject()) {
            return false;
        }
        boolean known = OPERATORS.contains(baseOperator(operator.getKey())) || keys.isEmpty();
        return known && keys.properties().stream().allMatch(key -> !key.getValue().isObject());
    }

    private static String baseOperator(String operator) {
        return operator.replaceFirst("^(ForAnyValue|ForAllValues):", "")
                .replaceFirst("IfExists$", "");
    }
}
