package dev.profileguard.tag.rule;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.policy.InheritedTags;
import dev.profileguard.tag.policy.PlaceholderValues;
import dev.profileguard.tag.policy.TagDefaults;
import dev.profileguard.tag.policy.TagPolicy;
import dev.profileguard.tag.policy.TagRule;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What TagEnforcer holds the tags of roles and profiles to.
public record TagRules(TagPolicy policy, TagDefaults defaults, InheritedTags inherited) {
    private static final TagRecord UNKNOWN = TagRecord.none("");

    /// Whether there is nothing to hold anything to.
    public boolean isEmpty() {
        return policy.rules().isEmpty() && inherited.keys().isEmpty();
    }

    /// Whether a rule or the inheritance is about this key on that type, however it is spelled.
    public boolean covers(TaggedType type, String key) {
        return policy.ruleFor(type, key) != null || inherits(key);
    }

    /// Whether profiles take this key from their role, however it is spelled.
    public boolean inherits(String key) {
        return inherited.keys().stream()
                .anyMatch(own -> TagKeys.folded(own).equals(TagKeys.folded(key)));
    }

    /// Whether the tag may not be missing: the policy reports that, or enforces the key and there
    /// is a default for it.
    public boolean requires(TagRule rule, TaggedType type) {
        return rule.reported().contains(type)
                || (rule.named().contains(type) && defaults.has(rule.key()));
    }

    /// The required tags that are not there in any spelling.
    public List<String> missing(TaggedType type, Tags found) {
        return policy.rulesFor(type).stream()
                .filter(rule -> requires(rule, type))
                .map(TagRule::key)
                .filter(key -> TagKeys.spellings(found, key).isEmpty())
                .toList();
    }

    /// What is wrong with a role's tags.
    ///
    /// @param sources where missing values may be had from, the best first
    public List<TagFault> ofRole(Tags found, List<ValueSource> sources, PlaceholderValues facts) {
        return policy.rulesFor(TaggedType.ROLE).stream()
                .map(rule -> check(rule, TaggedType.ROLE, found, sources, facts))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /// Whether something is known to be wrong with a profile's tags before its role has been seen.
    public boolean suspects(Tags found, PlaceholderValues facts) {
        return !ofProfile(found, null, List.of(), UNKNOWN, facts).isEmpty();
    }

    /// What is wrong with a profile's tags.
    ///
    /// @param role the tags of the role in it; null: it is empty, or the role is gone
    /// @param others where missing values may be had from after the role
    /// @param record what was carried before
    public List<TagFault> ofProfile(
            Tags found,
            @Nullable ValueSource role,
            List<ValueSource> others,
            TagRecord record,
            PlaceholderValues facts) {
        List<TagFault> faults = new ArrayList<>();
        Set<String> settled = new LinkedHashSet<>();
        if (role != null) {
            for (String key : inherited.keys()) {
                TagFault fault = inherit(key, found, role, record);
                if (fault != null) {
                    faults.add(fault);
                    settled.add(TagKeys.folded(key));
                }
            }
        }
        List<ValueSource> sources = new ArrayList<>(others);
        if (role != null) {
            sources.addFirst(role);
        }
        for (TagRule rule : policy.rulesFor(TaggedType.INSTANCE_PROFILE)) {
            TagFault fault = check(rule, TaggedType.INSTANCE_PROFILE, found, sources, facts);
            if (fault != null && !settled.contains(TagKeys.folded(rule.key()))) {
                faults.add(fault);
            }
        }
        return faults;
    }

    /// Whether the profile has another value than its role for a key that it inherits, so that only
    /// the record tells whose it is.
    public boolean differ(Tags profile, Tags role) {
        return inherited.keys().stream()
                .anyMatch(key -> {
                    String roles = TagKeys.anySpelling(role, key);
                    String own = profiles(profile, key);
                    return roles != null && own != null && !roles.equals(own);
                });
    }

    /// A role's value that the profile's own rule does not allow is not carried.
    private @Nullable TagFault inherit(
            String wanted, Tags found, ValueSource role, TagRecord record) {
        TagRule rule = policy.ruleFor(TaggedType.INSTANCE_PROFILE, wanted);
        String key = rule == null ? wanted : rule.key();
        String roles = TagKeys.anySpelling(role.tags(), key);
        String own = profiles(found, key);
        if (roles == null || roles.equals(own) || (rule != null && !rule.allows(roles))) {
            return null;
        }
        NewTag carried = new NewTag(roles, role.name(), true);
        List<String> misspelled = rule == null ? List.of() : misspelled(found, key);
        if (own == null || record.isInherited(key, own)) {
            return new TagFault.NotCarried(key, own, misspelled, carried);
        }
        if (rule != null && !rule.allows(own)) {
            return new TagFault.NotAllowed(rule, key, own, misspelled, carried);
        }
        if (inherited.win()) {
            return new TagFault.OwnValue(key, own, roles, misspelled, carried);
        }
        boolean spelledRight = found.get(key) != null;
        NewTag respelled = spelledRight ? null : new NewTag(own, "its own value", false);
        return new TagFault.OwnValue(key, own, roles, misspelled, respelled);
    }

    /// The profile's value of a key: of any spelling where a rule says how it is spelled.
    private @Nullable String profiles(Tags profile, String key) {
        return policy.ruleFor(TaggedType.INSTANCE_PROFILE, key) == null
                ? profile.get(key)
                : TagKeys.anySpelling(profile, key);
    }

    private @Nullable TagFault check(
            TagRule rule,
            TaggedType type,
            Tags found,
            List<ValueSource> sources,
            PlaceholderValues facts) {
        List<String> spellings = TagKeys.spellings(found, rule.key());
        if (spellings.isEmpty()) {
            return requires(rule, type)
                    ? new TagFault.Missing(rule.key(), value(rule, type, sources, facts))
                    : null;
        }
        String right = found.get(rule.key());
        List<String> misspelled = misspelled(found, rule.key());
        String spelled = right != null ? rule.key() : best(rule, found, misspelled);
        String value = found.values().getOrDefault(spelled, "");
        if (!rule.allows(value)) {
            return new TagFault.NotAllowed(
                    rule, spelled, value, misspelled, value(rule, type, List.of(), facts));
        }
        if (misspelled.isEmpty()) {
            return null;
        }
        NewTag put = right != null ? null : new NewTag(value, "the tag " + spelled, false);
        return new TagFault.Misspelled(rule.key(), misspelled, put);
    }

    /// The first source that has an allowed value, or else the default, where it is allowed. A
    /// default on a profile gives way to the role's value later.
    private @Nullable NewTag value(
            TagRule rule, TaggedType type, List<ValueSource> sources, PlaceholderValues facts) {
        for (ValueSource source : sources) {
            String value = TagKeys.anySpelling(source.tags(), rule.key());
            if (value != null && rule.allows(value)) {
                return new NewTag(value, source.name(), false);
            }
        }
        String usual = defaults.value(rule.key(), facts);
        return usual == null || !rule.allows(usual)
                ? null
                : new NewTag(
                        usual,
                        "TagDefaults",
                        type == TaggedType.INSTANCE_PROFILE && inherits(rule.key()));
    }

    private static String best(TagRule rule, Tags found, List<String> misspelled) {
        return misspelled.stream()
                .filter(key -> rule.allows(found.values().getOrDefault(key, "")))
                .findFirst()
                .orElse(misspelled.getFirst());
    }

    private static List<String> misspelled(Tags found, String key) {
        return TagKeys.spellings(found, key).stream().filter(own -> !own.equals(key)).toList();
    }
}
