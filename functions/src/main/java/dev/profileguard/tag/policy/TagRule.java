package dev.profileguard.tag.policy;

import dev.profileguard.iam.TaggedType;
import java.util.List;
import java.util.Set;

/// The rule of a tag policy for one key, for roles or instance profiles.
///
/// @param key the key with the capitalization that the policy requires
/// @param values the allowed values; empty: any
/// @param named the types for which the policy enforces the capitalization and the values
/// @param reported the types on which the tag is required
public record TagRule(
        String key, List<AllowedValue> values, Set<TaggedType> named, Set<TaggedType> reported) {
    /// Takes copies.
    public TagRule {
        values = List.copyOf(values);
        named = Set.copyOf(named);
        reported = Set.copyOf(reported);
    }

    /// A value of a tag policy. One `*` matches any number of characters, or none.
    public record AllowedValue(String pattern) {
        /// Whether the whole value matches. Upper and lower case differ.
        public boolean matches(String value) {
            int star = pattern.indexOf('*');
            if (star < 0) {
                return pattern.equals(value);
            }
            return value.length() >= pattern.length() - 1
                    && value.startsWith(pattern.substring(0, star))
                    && value.endsWith(pattern.substring(star + 1));
        }
    }

    /// Whether the policy allows this value.
    public boolean allows(String value) {
        return values.isEmpty() || values.stream().anyMatch(allowed -> allowed.matches(value));
    }

    /// The allowed values for people, such as `100, 200*`.
    public String allowed() {
        return values.isEmpty()
                ? "any value"
                : String.join(", ", values.stream().map(AllowedValue::pattern).toList());
    }
}
