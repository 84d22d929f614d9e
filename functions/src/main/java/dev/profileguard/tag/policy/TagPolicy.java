package dev.profileguard.tag.policy;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tag policy of AWS Organizations, limited to roles and instance profiles.
///
/// @param rules one for each key
public record TagPolicy(List<TagRule> rules) {
    /// A policy without rules.
    public static final TagPolicy NONE = new TagPolicy(List.of());

    /// Takes a copy.
    public TagPolicy {
        rules = List.copyOf(rules);
    }

    /// Reads the JSON values of a policy: an effective policy, or a source policy with `@@`
    /// operators. Ignores other resource types.
    ///
    /// See
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html
    ///
    /// @throws IllegalArgumentException with the JSON path of what is wrong, and what is allowed
    ///   there
    public static TagPolicy read(Map<?, ?> document) {
        return new TagPolicyReader().policy(document);
    }

    /// The rules for a type.
    public List<TagRule> rulesFor(TaggedType type) {
        return rules.stream().filter(rule -> rule.named().contains(type)).toList();
    }

    /// The rule for this key on a type, ignoring case; null: none.
    public @Nullable TagRule ruleFor(TaggedType type, String key) {
        return rulesFor(type).stream()
                .filter(rule -> TagKeys.folded(rule.key()).equals(TagKeys.folded(key)))
                .findFirst()
                .orElse(null);
    }
}
