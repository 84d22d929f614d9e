package dev.profileguard.tag.policy;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tag policy of AWS Organizations, as far as it names roles or instance profiles.
///
/// @param rules one a key
public record TagPolicy(List<TagRule> rules) {
    /// No rule at all.
    public static final TagPolicy NONE = new TagPolicy(List.of());

    /// Takes a copy.
    public TagPolicy {
        rules = List.copyOf(rules);
    }

    /// Reads the JSON values of a policy: an effective one, or one as it is authored, with `@@`
    /// operators. What names other resource types is left out.
    ///
    /// See
    /// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html
    ///
    /// @throws IllegalArgumentException with the JSON path of what is wrong, and what is allowed
    ///   there
    public static TagPolicy read(Map<?, ?> document) {
        return new TagPolicyReader().policy(document);
    }

    /// The rules that hold for a type.
    public List<TagRule> rulesFor(TaggedType type) {
        return rules.stream().filter(rule -> rule.named().contains(type)).toList();
    }

    /// The rule for this key on a type, however it is capitalized; null: none.
    public @Nullable TagRule ruleFor(TaggedType type, String key) {
        return rulesFor(type).stream()
                .filter(rule -> TagKeys.folded(rule.key()).equals(TagKeys.folded(key)))
                .findFirst()
                .orElse(null);
    }
}
