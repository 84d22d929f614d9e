package dev.profileguard.iam.policy;

import dev.profileguard.iam.Glob;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// How a condition operator compares a policy's value (first) with a request's value (second). A
/// value that is no number, time or address equals nothing.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
final class Comparison {
    private static final Map<String, BiPredicate<String, String>> BY_OPERATOR =
            Map.ofEntries(
                    Map.entry("StringEquals", String::equals),
                    Map.entry("BinaryEquals", String::equals),
                    Map.entry("StringEqualsIgnoreCase", String::equalsIgnoreCase),
                    Map.entry("StringLike", Comparison::isLike),
                    Map.entry("ArnEquals", Comparison::isLikeArn),
                    Map.entry("ArnLike", Comparison::isLikeArn),
                    Map.entry("Bool", String::equalsIgnoreCase),
                    Map.entry("IpAddress", AddressRange::contains),
                    Map.entry("NumericEquals", numbers(order -> order == 0)),
                    Map.entry("NumericLessThan", numbers(order -> order < 0)),
                    Map.entry("NumericLessThanEquals", numbers(order -> order <= 0)),
                    Map.entry("NumericGreaterThan", numbers(order -> order > 0)),
                    Map.entry("NumericGreaterThanEquals", numbers(order -> order >= 0)),
                    Map.entry("DateEquals", times(order -> order == 0)),
                    Map.entry("DateLessThan", times(order -> order < 0)),
                    Map.entry("DateLessThanEquals", times(order -> order <= 0)),
                    Map.entry("DateGreaterThan", times(order -> order > 0)),
                    Map.entry("DateGreaterThanEquals", times(order -> order >= 0)));

    private static final int ARN_PARTS = 6;

    private Comparison() {}

    /// The comparison of an operator without `Not`, `IfExists` and `For...:`; null: IAM has no such
    /// operator.
    static @Nullable BiPredicate<String, String> of(String operator) {
        return BY_OPERATOR.get(operator);
    }

    private static boolean isLike(String pattern, String value) {
        return new Glob(pattern).matches(value);
    }

    /// Wildcards do not reach over the first five colons.
    private static boolean isLikeArn(String pattern, String value) {
        String[] patterns = pattern.split(":", ARN_PARTS);
        String[] values = value.split(":", ARN_PARTS);
        if (patterns.length != values.length) {
            return pattern.equals("*");
        }
        for (int i = 0; i < values.length; i++) {
            if (!isLike(patterns[i], values[i])) {
                return false;
            }
        }
        return true;
    }

    private static BiPredicate<String, String> numbers(IntPredicate wanted) {
        return (policy, request) -> {
            BigDecimal limit = number(policy);
            BigDecimal found = number(request);
            return limit != null && found != null && wanted.test(found.compareTo(limit));
        };
    }

    private static BiPredicate<String, String> times(IntPredicate wanted) {
        return (policy, request) -> {
            Instant limit = PolicyTime.parse(policy);
            Instant found = PolicyTime.parse(request);
            return limit != null && found != null && wanted.test(found.compareTo(limit));
        };
    }

    private static @Nullable BigDecimal number(String text) {
        return text.matches("-?\\d{1,18}(\\.\\d{1,18})?") ? new BigDecimal(text) : null;
    }
}
