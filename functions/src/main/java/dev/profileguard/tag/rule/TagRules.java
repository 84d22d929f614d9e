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

/// The rules for the tags of roles and profiles.
public record TagRules(TagPolicy policy, TagDefaults defaults, InheritedTags inherited) {
    private static final TagRecord UNKNOWN = TagRecord.none("");

    /// Whether there are no rules.
    public boolean isEmpty() {
        return policy.rules().isEmpty() && inherited.keys().isEmpty();
    }

    /// Whether any rule, or the inheritance, is about profiles.
    public boolean concernProfiles() {
        return !policy.rulesFor(TaggedType.INSTANCE_PROFILE).isEmpty()
                || !inherited.keys().isEmpty();
    }

    /// Whether a rule or the inheritance covers this key on that type, ignoring case.
    public boolean covers(TaggedType type, String key) {
        return policy.ruleFor(type, key) != null || inherits(key);
    }

    /// Whether profiles inherit this key from their role, ignoring case.
    public boolean inherits(String key) {
        return inherited.keys().stream()
                .anyMatch(own -> TagKeys.folded(own).equals(TagKeys.folded(key)));
    }

    /// Whether the tag is required: the policy reports a missing one, or the policy enforces the
    /// key and there is a default.
    public boolean requires(TagRule rule, TaggedType type) {
        return rule.reported().contains(type)
                || (rule.named().contains(type) && defaults.has(rule.key()));
    }

    /// The required tags that are missing in every spelling.
    public List<String> missing(TaggedType type, Tags found) {
        return policy.rulesFor(type).stream()
                .filter(rule -> requires(rule, type))
                .map(TagRule::key)
                .filter(key -> TagKeys.spellings(found, key).isEmpty())
                .toList();
    }

    /// The faults of a role's tags.
    ///
    /// @param sources the sources for missing values, the best one first
    public List<TagFault> ofRole(Tags found, List<ValueSource> sources, PlaceholderValues facts) {
        return policy.rulesFor(TaggedType.ROLE).stream()
                .map(rule -> check(rule, TaggedType.ROLE, found, sources, facts))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /// Whether a profile's tags have faults that are known before its role is read.
    public boolean hasFaultsBeforeRole(Tags found, PlaceholderValues facts) {
        return !ofProfile(found, null, List.of(), UNKNOWN, facts).isEmpty();
    }

    /// The faults of a profile's tags.
    ///
    /// @param role the tags of its role; null: it has no role, or the role no longer exists
    /// @param others the sources for missing values after the role
    /// @param record the record of the values that the profile inherited
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

    /// Whether the profile's value differs from its role's for an inherited key. Then only the
    /// record shows whether the value came from the role.
    public boolean differ(Tags profile, Tags role) {
        return inherited.keys().stream()
                .anyMatch(key -> {
                    String roleValue = TagKeys.anySpelling(role, key);
                    String own = profileValue(profile, key);
                    return roleValue != null && own != null && !roleValue.equals(own);
                });
    }

    /// A role's value that the rule for profiles does not allow is not inherited.
    private @Nullable TagFault inherit(
            String wanted, Tags found, ValueSource role, TagRecord record) {
        TagRule rule = policy.ruleFor(TaggedType.INSTANCE_PROFILE, wanted);
        String key = rule == null ? wanted : rule.key();
        String roleValue = TagKeys.anySpelling(role.tags(), key);
        String own = profileValue(found, key);
        if (roleValue == null
                || roleValue.equals(own)
                || (rule != null && !rule.allows(roleValue))) {
            return null;
        }
        NewTag fromRole = new NewTag(roleValue, role.name(), true);
        List<String> misspelled = rule == null ? List.of() : misspelled(found, key);
        if (own == null || record.isInherited(key, own)) {
            return new TagFault.NotInherited(key, own, misspelled, fromRole);
        }
        if (rule != null && !rule.allows(own)) {
            return new TagFault.NotAllowed(rule, key, own, misspelled, fromRole);
        }
        if (inherited.win()) {
            return new TagFault.OwnValue(key, own, roleValue, misspelled, fromRole);
        }
        boolean spelledRight = found.get(key) != null;
        NewTag respelled = spelledRight ? null : new NewTag(own, "its own value", false);
        return new TagFault.OwnValue(key, own, roleValue, misspelled, respelled);
    }

    /// The profile's value for a key. Ignores case if a rule requires a capitalization.
    private @Nullable String profileValue(Tags profile, String key) {
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
        String spelled = right != null ? rule.key() : bestSpelling(rule, found, misspelled);
        String value = found.values().getOrDefault(spelled, "");
        if (!rule.allows(value)) {
            NewTag newTag = value(rule, type, List.of(), facts);
            List<String> replaced = newTag == null ? List.of() : misspelled;
            return new TagFault.NotAllowed(rule, spelled, value, replaced, newTag);
        }
        if (misspelled.isEmpty()) {
            return null;
        }
        NewTag newTag = right != null ? null : new NewTag(value, "the tag " + spelled, false);
        return new TagFault.Misspelled(rule.key(), misspelled, newTag);
    }

    /// The value from the first source with an allowed one, or else the default if it is allowed.
    /// On a profile, the role's value replaces a default later.
    private @Nullable NewTag value(
            TagRule rule, TaggedType type, List<ValueSource> sources, PlaceholderValues facts) {
        for (ValueSource source : sources) {
            String value = TagKeys.anySpelling(source.tags(), rule.key());
            if (value != null && rule.allows(value)) {
                return new NewTag(value, source.name(), false);
            }
        }
        String defaultValue = defaults.value(rule.key(), facts);
        return defaultValue == null || !rule.allows(defaultValue)
                ? null
                : new NewTag(
                        defaultValue,
                        "TagDefaults",
                        type == TaggedType.INSTANCE_PROFILE && inherits(rule.key()));
    }

    private static String bestSpelling(TagRule rule, Tags found, List<String> misspelled) {
        return misspelled.stream()
                .filter(key -> rule.allows(found.values().getOrDefault(key, "")))
                .findFirst()
                .orElse(misspelled.getFirst());
    }

    private static List<String> misspelled(Tags found, String key) {
        return TagKeys.spellings(found, key).stream().filter(own -> !own.equals(key)).toList();
    }
}
