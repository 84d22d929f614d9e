package dev.profileguard.iam.trust;

import dev.profileguard.iam.Arn;
import dev.profileguard.text.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A role that was deleted and created again, as the principal of policies. AWS keeps a role in the
/// policy of a role, a key or a bucket by its ID, and shows the ID instead of the ARN when the role
/// is deleted. The new role is not this principal until somebody saves the policy again with its
/// ARN.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
///
/// @param id of the deleted role, such as `AROAEXAMPLE1234567890`
/// @param arn of the new role
/// @param newId of the new role
public record RecreatedPrincipal(String id, Arn arn, String newId) {
    private static final String STATEMENT = "Statement";

    /// The elements of a statement that contain principals. A Deny that named the old role is to
    /// deny the new one, and a NotPrincipal is to leave the new one out.
    private static final Set<String> PRINCIPALS = Set.of("Principal", "NotPrincipal");

    /// The elements in which people write IDs of roles.
    ///
    /// See
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
    private static final Set<String> TEXTS = Set.of("Condition", "Resource", "NotResource");

    /// A policy with the new role instead of the deleted one.
    ///
    /// @param written where the policy contained the ID as somebody wrote it, such as the condition
    ///   key `aws:userid`; empty: only as a principal
    public record Renewed(Map<String, Object> policy, Set<String> written) {
        /// Takes a copy.
        public Renewed {
            written = Collections.unmodifiableSet(new LinkedHashSet<>(written));
        }

        /// The policy as JSON.
        public String document() {
            return JsonText.of(policy);
        }
    }

    /// A policy with the new role instead of the deleted one.
    ///
    /// @return null: the policy does not name the deleted role
    public @Nullable Renewed in(Map<String, Object> policy) {
        Set<String> written = new LinkedHashSet<>();
        Map<String, Object> document = new LinkedHashMap<>(policy);
        document.computeIfPresent(STATEMENT, (key, all) -> statements(all, written));
        return document.equals(policy) ? null : new Renewed(document, written);
    }

    private Object statements(Object statements, Set<String> written) {
        return statements instanceof List<?> several
                ? several.stream().map(each -> statement(each, written)).toList()
                : statement(statements, written);
    }

    private Object statement(@Nullable Object statement, Set<String> written) {
        if (!(statement instanceof Map<?, ?> fields)) {
            return String.valueOf(statement);
        }
        Map<Object, Object> changed = new LinkedHashMap<>(fields);
        changed.replaceAll((key, value) -> {
            if (PRINCIPALS.contains(key) && value instanceof Map<?, ?> kinds) {
                return kinds(kinds);
            }
            return TEXTS.contains(key) ? rewritten(String.valueOf(key), value, written) : value;
        });
        return changed;
    }

    /// The same with the new ID in all texts.
    ///
    /// @param place the key that the value belongs to
    private Object rewritten(String place, Object value, Set<String> written) {
        if (value instanceof Map<?, ?> fields) {
            Map<Object, Object> changed = new LinkedHashMap<>(fields);
            changed.replaceAll((key, each) -> rewritten(String.valueOf(key), each, written));
            return changed;
        }
        if (value instanceof List<?> several) {
            return several.stream().map(each -> rewritten(place, each, written)).toList();
        }
        if (!(value instanceof String text)) {
            return value;
        }
        String changed =
                text.replaceAll("(?<![A-Z0-9])" + Pattern.quote(id) + "(?![A-Z0-9])", newId);
        if (!changed.equals(text)) {
            written.add(place);
        }
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
