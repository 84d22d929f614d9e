package dev.profileguard.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// One key of a statement's Condition: how the request's values compare with the policy's.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
///
/// @param operator such as `ForAnyValue:StringLikeIfExists`
/// @param key such as `iam:PassedToService`
/// @param wanted the policy's values
/// @param variables whether the policy's version has variables
record Condition(String operator, String key, List<String> wanted, boolean variables) {
    private static final String IF_EXISTS = "IfExists";
    private static final String ANY_VALUE = "ForAnyValue:";
    private static final String ALL_VALUES = "ForAllValues:";
    private static final String NULL = "Null";

    /// Whether IAM has such an operator.
    static boolean isOperator(String operator) {
        String base = base(operator);
        return base.equals(NULL)
                || Comparison.of(base) != null
                || Comparison.of(positive(base)) != null;
    }

    /// Whether it is met.
    Match holds(AccessRequest request) {
        List<String> found = request.values(key);
        if (request.isAny() && (found.isEmpty() || isOpen(request))) {
            return Match.PARTLY;
        }
        if (base(operator).equals(NULL)) {
            return Match.of(
                    wanted.stream().anyMatch(String.valueOf(found.isEmpty())::equalsIgnoreCase));
        }
        return Match.of(found.isEmpty() ? holdsWithoutValue() : holds(found, request));
    }

    private boolean isOpen(AccessRequest request) {
        return variables
                && wanted.stream().anyMatch(each -> PolicyVariables.areUnknown(each, request));
    }

    private boolean holdsWithoutValue() {
        return operator.endsWith(IF_EXISTS)
                || operator.startsWith(ALL_VALUES)
                || (isNegated(base(operator)) && !operator.startsWith(ANY_VALUE));
    }

    private boolean holds(List<String> found, AccessRequest request) {
        boolean negated = isNegated(base(operator));
        return operator.startsWith(ALL_VALUES)
                ? found.stream().allMatch(value -> matches(value, request) != negated)
                : found.stream().anyMatch(value -> matches(value, request) != negated);
    }

    private boolean matches(String value, AccessRequest request) {
        @Nullable BiPredicate<String, String> comparison = Comparison.of(positive(base(operator)));
        return comparison != null
                && wanted.stream()
                        .map(text -> variables ? PolicyVariables.replaced(text, request) : text)
                        .anyMatch(text -> comparison.test(text, PolicyVariables.literal(value)));
    }

    /// The operator without what stands before its colon, and without `IfExists`.
    private static String base(String operator) {
        String base =
                operator.startsWith(ANY_VALUE) || operator.startsWith(ALL_VALUES)
                        ? operator.substring(operator.indexOf(':') + 1)
                        : operator;
        return base.endsWith(IF_EXISTS)
                ? base.substring(0, base.length() - IF_EXISTS.length())
                : base;
    }

    private static boolean isNegated(String base) {
        return base.toLowerCase(Locale.ROOT).contains("not");
    }

    /// The operator that it negates.
    private static String positive(String base) {
        return base.replace("Not", "");
    }
}
