package dev.profileguard.iam.trust;

import dev.profileguard.iam.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One statement of a trust policy, as far as it is about EC2 that assumes the role.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
///
/// @param grants whether it is an Allow; otherwise it is a Deny
/// @param condition operators and keys, such as `StringEquals aws:SourceAccount`; empty: none
record TrustStatement(boolean grants, Reach reach, String condition) {
    private static final Set<String> EC2 = Set.of("ec2.amazonaws.com", "ec2.amazonaws.com.cn");
    private static final String ASSUME_ROLE = "sts:assumerole";

    /// Whom a statement is about, when EC2 calls `sts:AssumeRole`.
    enum Reach {
        /// EC2, by its name.
        EC2,
        /// Everybody, so that EC2 is among them.
        EVERYBODY,
        /// Others, or other calls.
        OTHERS
    }

    /// Reads one.
    ///
    /// @param at where it stands, for errors
    static TrustStatement of(String at, @Nullable Object json) {
        if (!(json instanceof Map<?, ?> statement)) {
            throw new MalformedTrustPolicyException(at + " must be an object");
        }
        Object effect = statement.get("Effect");
        if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
            throw new MalformedTrustPolicyException(at + ".Effect must be Allow or Deny");
        }
        Reach principals = principals(at, statement);
        return new TrustStatement(
                "Allow".equals(effect),
                isAboutAssuming(at, statement) ? principals : Reach.OTHERS,
                condition(at, statement.get("Condition")));
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
        return reach(at + ".NotPrincipal", others) == Reach.OTHERS ? Reach.EVERYBODY : Reach.OTHERS;
    }

    private static Reach reach(String at, Object principal) {
        if ("*".equals(principal)) {
            return Reach.EVERYBODY;
        }
        if (!(principal instanceof Map<?, ?> kinds)) {
            throw new MalformedTrustPolicyException(at + " must be * or an object");
        }
        List<String> services = texts(at + ".Service", kinds.get("Service"));
        List<String> accounts = texts(at + ".AWS", kinds.get("AWS"));
        if (services.stream().anyMatch(EC2::contains)) {
            return Reach.EC2;
        }
        return services.contains("*") || accounts.contains("*") ? Reach.EVERYBODY : Reach.OTHERS;
    }

    private static boolean isAboutAssuming(String at, Map<?, ?> statement) {
        List<String> actions = texts(at + ".Action", statement.get("Action"));
        List<String> others = texts(at + ".NotAction", statement.get("NotAction"));
        if (actions.isEmpty() && others.isEmpty()) {
            throw new MalformedTrustPolicyException(at + " has no Action");
        }
        return actions.isEmpty() ? !cover(others) : cover(actions);
    }

    private static boolean cover(List<String> actions) {
        return actions.stream()
                .map(action -> new Glob(action.toLowerCase(Locale.ROOT)))
                .anyMatch(action -> action.matches(ASSUME_ROLE));
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
            throw new MalformedTrustPolicyException(at + ".Condition must hold objects");
        }
        return keys.keySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<String> texts(String at, @Nullable Object value) {
        List<?> values = value instanceof List<?> list ? list : List.of();
        if (value != null && !(value instanceof List<?>)) {
            values = List.of(value);
        }
        if (!values.stream().allMatch(each -> each instanceof String)) {
            throw new MalformedTrustPolicyException(at + " must be a text or a list of texts");
        }
        return values.stream().filter(Objects::nonNull).map(Object::toString).toList();
    }
}
