package dev.profileguard.iam.trust;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Conditions about the caller that an AWS service never meets when it assumes a role: requests of
/// a service principal lack these keys, and a condition on a key that is missing is not met.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
final class CallerConditions {
    /// In lower case, because keys are compared without regard to case.
    private static final Set<String> KEYS =
            Set.of(
                    "aws:principalarn",
                    "aws:principalaccount",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:username",
                    "aws:multifactorauthpresent",
                    "aws:multifactorauthage",
                    "sts:externalid");

    private static final String TAG_KEY = "aws:principaltag/";

    private CallerConditions() {}

    /// Whether a service never meets the condition of a statement. All operators and keys of a
    /// condition have to be met.
    ///
    /// @param condition null: the statement has none
    static boolean excludeServices(@Nullable Object condition) {
        return condition instanceof Map<?, ?> operators
                && operators.entrySet().stream()
                        .anyMatch(each -> isNeverMet(text(each.getKey()), each.getValue()));
    }

    private static boolean isNeverMet(String operator, @Nullable Object conditions) {
        return conditions instanceof Map<?, ?> keys
                && keys.entrySet().stream()
                        .filter(each -> isOfCallers(text(each.getKey())))
                        .anyMatch(each -> needsTheKey(operator, each.getValue()));
    }

    private static boolean isOfCallers(String key) {
        return KEYS.contains(key) || key.startsWith(TAG_KEY);
    }

    /// Whether the operator is not met if the key is missing. Negated operators are, as are those
    /// that end in `IfExists` and those for all values.
    private static boolean needsTheKey(String operator, @Nullable Object value) {
        if (operator.equals("null")) {
            return "false".equals(text(value));
        }
        return !operator.contains("not")
                && !operator.endsWith("ifexists")
                && !operator.startsWith("forallvalues:");
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value).toLowerCase(Locale.ROOT);
    }
}
