package dev.profileguard.sandbox.aws.iam.policy;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/// One key of a statement's Condition: how the request's values compare with the policy's.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
///
/// @param operator such as `ForAnyValue:StringLikeIfExists`
/// @param key such as `iam:PassedToService`
/// @param wanted the policy's values
record Condition(String operator, String key, List<String> wanted) {
    private static final String IF_EXISTS = "IfExists";
    private static final String ANY_VALUE = "ForAnyValue:";
    private static final String ALL_VALUES = "ForAllValues:";

    boolean holds(AccessRequest request) {
        List<String> found = request.values(key);
        String base = operator.substring(operator.indexOf(':') + 1);
        if (base.equals("Null")) {
            return wanted.contains(String.valueOf(found.isEmpty()));
        }
        if (found.isEmpty()) {
            return base.endsWith(IF_EXISTS)
                    || operator.startsWith(ALL_VALUES)
                    || (isNegated(base) && !operator.startsWith(ANY_VALUE));
        }
        String comparison = base.replace(IF_EXISTS, "");
        boolean negated = isNegated(comparison);
        BiPredicate<String, String> compares = comparison(comparison.replace("Not", ""));
        if (operator.startsWith(ALL_VALUES)) {
            return found.stream().allMatch(value -> matches(value, compares, request) != negated);
        }
        return found.stream().anyMatch(value -> matches(value, compares, request) != negated);
    }

    private boolean matches(
            String value, BiPredicate<String, String> compares, AccessRequest request) {
        return wanted.stream()
                .map(pattern -> PolicyVariables.replaced(pattern, request))
                .anyMatch(pattern -> compares.test(pattern, PolicyVariables.literal(value)));
    }

    private static boolean isNegated(String comparison) {
        return comparison.contains("Not");
    }

    private static BiPredicate<String, String> comparison(String name) {
        return switch (name) {
            case "StringEquals", "BinaryEquals" -> String::equals;
            case "StringEqualsIgnoreCase" -> String::equalsIgnoreCase;
            case "StringLike" -> (pattern, value) -> new Wildcard(pattern).matches(value);
            case "ArnEquals", "ArnLike" -> Condition::matchesArn;
            case "Bool" ->
                    (pattern, value) ->
                            pattern.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
            default -> ordered(name);
        };
    }

    private static BiPredicate<String, String> ordered(String name) {
        BiPredicate<String, String> order =
                (pattern, value) ->
                        switch (name.replaceFirst("^(Numeric|Date)", "")) {
                            case "Equals" -> compare(name, pattern, value) == 0;
                            case "LessThan" -> compare(name, pattern, value) < 0;
                            case "LessThanEquals" -> compare(name, pattern, value) <= 0;
                            case "GreaterThan" -> compare(name, pattern, value) > 0;
                            case "GreaterThanEquals" -> compare(name, pattern, value) >= 0;
                            default ->
                                    throw IamErrors.notImplemented(
                                            "The sandbox cannot evaluate the condition operator "
                                                    + name);
                        };
        return order;
    }

    private static int compare(String name, String pattern, String value) {
        return name.startsWith("Date")
                ? Instant.parse(value).compareTo(Instant.parse(pattern))
                : new BigDecimal(value).compareTo(new BigDecimal(pattern));
    }

    /// Wildcards do not reach over the first five colons.
    private static boolean matchesArn(String pattern, String value) {
        String[] patterns = pattern.split(":", 6);
        String[] values = value.split(":", 6);
        if (patterns.length != values.length) {
            return pattern.equals("*");
        }
        for (int i = 0; i < values.length; i++) {
            if (!new Wildcard(patterns[i]).matches(values[i])) {
                return false;
            }
        }
        return true;
    }
}
