package dev.profileguard.iam.trust;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.JsonText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A role that was deleted and created again, as the principal of trust policies. IAM keeps a role
/// in a policy by its ID, and shows the ID instead of the ARN when the role is deleted. The new
/// role is not this principal until somebody saves the policy again with its ARN.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
///
/// @param id of the deleted role, such as `AROAEXAMPLE1234567890`
/// @param arn of the new role
public record RecreatedPrincipal(String id, Arn arn) {
    private static final String STATEMENT = "Statement";

    /// The elements of a statement that contain principals. A Deny that named the old role is to
    /// deny the new one, and a NotPrincipal is to leave the new one out.
    private static final Set<String> PRINCIPALS = Set.of("Principal", "NotPrincipal");

    /// The trust policies that name the deleted role, with the new role instead, as JSON. Their
    /// conditions are as they were, also where they contain the ID.
    ///
    /// @param policies those of the account's roles; one that cannot be read names nobody
    /// @return by role, in the same order; empty: none names it
    public Map<RoleName, String> renewed(Map<RoleName, TrustDocument> policies) {
        Map<RoleName, String> renewed = new LinkedHashMap<>();
        policies.forEach((role, policy) -> {
            String document = in(policy);
            if (document != null) {
                renewed.put(role, document);
            }
        });
        return renewed;
    }

    /// A trust policy with the new role instead of the deleted one, as JSON.
    ///
    /// @return null: the policy does not name the deleted role
    public @Nullable String in(TrustDocument policy) {
        Map<String, Object> document = new LinkedHashMap<>(policy.json());
        document.computeIfPresent(STATEMENT, (key, statements) -> statements(statements));
        return document.equals(policy.json()) ? null : JsonText.of(document);
    }

    private Object statements(Object statements) {
        return statements instanceof List<?> several
                ? several.stream().map(this::statement).toList()
                : statement(statements);
    }

    private Object statement(@Nullable Object statement) {
        if (!(statement instanceof Map<?, ?> fields)) {
            return String.valueOf(statement);
        }
        Map<Object, Object> changed = new LinkedHashMap<>(fields);
        changed.replaceAll((key, value) ->
                PRINCIPALS.contains(key) && value instanceof Map<?, ?> kinds
                        ? kinds(kinds)
                        : value);
        return changed;
    }

    private Map<Object, Object> kinds(Map<?, ?> kinds) {
        Map<Object, Object> changed = new LinkedHashMap<>(kinds);
        changed.computeIfPresent("AWS", (key, principals) -> principals(principals));
        return changed;
    }

    /// One principal, or several. If the new role is in a list already, it is not added again.
    private Object principals(Object principals) {
        if (!(principals instanceof List<?> several)) {
            return principal(principals);
        }
        Set<Object> changed = new LinkedHashSet<>();
        several.forEach(each -> changed.add(principal(each)));
        return changed.containsAll(several) ? several : List.copyOf(changed);
    }

    /// A session of the deleted role, `AROA...:NAME`, becomes the same session of the new one: the
    /// ARN of the role would let in all its sessions.
    private Object principal(@Nullable Object principal) {
        String text = String.valueOf(principal);
        if (text.equals(id)) {
            return arn.text();
        }
        return text.startsWith(id + ":")
                ? "arn:%s:sts::%s:assumed-role/%s/%s"
                        .formatted(
                                arn.partition(),
                                arn.account(),
                                arn.name(),
                                text.substring(id.length() + 1))
                : text;
    }
}
