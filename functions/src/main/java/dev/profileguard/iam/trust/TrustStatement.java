package dev.profileguard.iam.trust;

import dev.profileguard.iam.Glob;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One statement of a trust policy, reduced to its meaning for EC2 and `sts:AssumeRole`.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
///
/// @param allow true for Allow, false for Deny
/// @param condition operators and keys, such as `StringEquals aws:SourceAccount`; empty if there is
///   no condition
record TrustStatement(boolean allow, Reach reach, String condition) {
    private static final Set<String> EC2 = Set.of("ec2.amazonaws.com", "ec2.amazonaws.com.cn");
    private static final String ASSUME_ROLE = "sts:AssumeRole";

    /// The principals to which a statement applies when they call `sts:AssumeRole`.
    enum Reach {
        /// EC2, which the statement names.
        EC2,
        /// Every principal, including EC2.
        EVERY_PRINCIPAL,
        /// Not EC2, or not `sts:AssumeRole`.
        OTHERS
    }

    /// Reads a statement.
    ///
    /// @param at the path of the statement, for errors
    static TrustStatement of(String at, @Nullable Object json) {
        if (!(json instanceof Map<?, ?> statement)) {
            throw new MalformedTrustPolicyException(at + " must be an object");
        }
        Object effect = statement.get("Effect");
        if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
            throw new MalformedTrustPolicyException(at + ".Effect must be Allow or Deny");
        }
        Object condition = statement.get("Condition");
        Reach named = principals(at, statement);
        boolean callersOnly =
                named == Reach.EVERY_PRINCIPAL && CallerConditions.excludeServices(condition);
        Reach principals = callersOnly ? Reach.OTHERS : named;
        return new TrustStatement(
                "Allow".equals(effect),
                coversAssumeRole(at, statement) ? principals : Reach.OTHERS,
                condition(at, condition));
    }

    private static Reach principals(String at, Map<?, ?> statement) {
        Object named = statement.get("Principal");
        if (named != null) {
            return reach(at + ".Principal", named);
        }
        Object others = statement.get("NotPrincipal");
        if (others == null) {
            throw new MalformedTrustPolicyException(at + " has no Principal");
        }
        return reach(at + ".NotPrincipal", others) == Reach.OTHERS
                ? Reach.EVERY_PRINCIPAL
                : Reach.OTHERS;
    }

    private static Reach reach(String at, Object principal) {
        if ("*".equals(principal)) {
            return Reach.EVERY_PRINCIPAL;
        }
        if (!(principal instanceof Map<?, ?> kinds)) {
            throw new MalformedTrustPolicyException(at + " must be * or an object");
        }
        List<String> services = strings(at + ".Service", kinds.get("Service"));
        List<String> accounts = strings(at + ".AWS", kinds.get("AWS"));
        if (services.stream().anyMatch(EC2::contains)) {
            return Reach.EC2;
        }
        return services.contains("*") || accounts.contains("*")
                ? Reach.EVERY_PRINCIPAL
                : Reach.OTHERS;
    }

    private static boolean coversAssumeRole(String at, Map<?, ?> statement) {
        List<String> actions = strings(at + ".Action", statement.get("Action"));
        List<String> others = strings(at + ".NotAction", statement.get("NotAction"));
        if (actions.isEmpty() && others.isEmpty()) {
            throw new MalformedTrustPolicyException(at + " has no Action");
        }
        return actions.isEmpty() ? !matchAssumeRole(others) : matchAssumeRole(actions);
    }

    private static boolean matchAssumeRole(List<String> actions) {
        return actions.stream().anyMatch(each -> new Glob(each).matchesIgnoringCase(ASSUME_ROLE));
    }

    private static String condition(String at, @Nullable Object condition) {
        if (condition == null) {
            return "";
        }
        if (!(condition instanceof Map<?, ?> operators)) {
            throw new MalformedTrustPolicyException(at + ".Condition must be an object");
        }
        return operators.entrySet().stream()
                .map(entry -> entry.getKey() + " " + keys(at, entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String keys(String at, @Nullable Object values) {
        if (!(values instanceof Map<?, ?> keys)) {
            throw new MalformedTrustPolicyException(at + ".Condition must contain objects");
        }
        return keys.keySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<String> strings(String at, @Nullable Object value) {
        List<?> values = value instanceof List<?> list ? list : List.of();
        if (value != null && !(value instanceof List<?>)) {
            values = List.of(value);
        }
        if (!values.stream().allMatch(each -> each instanceof String)) {
            throw new MalformedTrustPolicyException(at + " must be a string or a list of strings");
        }
        return values.stream().filter(Objects::nonNull).map(Object::toString).toList();
    }
}
