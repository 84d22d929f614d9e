package dev.profileguard.tag.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.policy.TagRule;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The tags of a profile and of its role side by side, with the result of the rules for each.
///
/// @param profile null: only the role is compared with the rules
/// @param role null: there is none
public record TagComparison(
        TagRules rules, @Nullable InstanceProfile profile, @Nullable RoleDetail role) {
    private static final int LONGEST = 2_000;

    /// One line for each key, as JSON values.
    public List<Map<String, @Nullable Object>> json() {
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        for (String key : keys()) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("key", key);
            if (profile != null) {
                line.put("profile", profile.tags().get(key));
            }
            line.put("role", onRole(key));
            line.put("policy", result(key));
            lines.add(line);
        }
        return lines;
    }

    /// The comparison in one sentence.
    String text() {
        List<String> parts = new ArrayList<>();
        for (String key : keys()) {
            String own = profile == null ? null : profile.tags().get(key);
            parts.add("%s %s | %s".formatted(key, shown(own), shown(onRole(key))));
        }
        String text =
                "Tags side by side, profile | role %s: %s"
                        .formatted(
                                role == null ? "(none)" : role.name(),
                                parts.isEmpty() ? "none" : String.join("; ", parts));
        return text.length() <= LONGEST ? text : VisibleText.cut(text, LONGEST - 3);
    }

    /// All keys that one of them has or that a rule requires. A key that both have is in the
    /// profile's capitalization.
    private Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        if (profile != null) {
            keys.addAll(profile.tags().values().keySet());
            keys.addAll(rules.missing(TaggedType.INSTANCE_PROFILE, profile.tags()));
        }
        if (role != null) {
            Set<String> more = new LinkedHashSet<>(role.tags().values().keySet());
            more.addAll(rules.missing(TaggedType.ROLE, role.tags()));
            more.removeIf(key ->
                    keys.stream().anyMatch(k -> TagKeys.folded(k).equals(TagKeys.folded(key))));
            keys.addAll(more);
        }
        return keys;
    }

    private @Nullable String onRole(String key) {
        return role == null ? null : TagKeys.anySpelling(role.tags(), key);
    }

    private static String shown(@Nullable String value) {
        return value == null ? "-" : value.isEmpty() ? "(empty)" : value;
    }

    private String result(String key) {
        List<String> results = new ArrayList<>();
        if (profile != null) {
            results.add("profile: " + result(TaggedType.INSTANCE_PROFILE, key, profile.tags()));
        }
        if (role != null) {
            results.add("role: " + result(TaggedType.ROLE, key, role.tags()));
        }
        if (rules.inherits(key)) {
            results.add("profiles inherit it from their role");
        }
        return String.join("; ", results);
    }

    private String result(TaggedType type, String key, Tags tags) {
        TagRule rule = rules.policy().ruleFor(type, key);
        if (rule == null) {
            return "no rule";
        }
        List<String> spellings = TagKeys.spellings(tags, rule.key());
        if (spellings.isEmpty()) {
            return rules.requires(rule, type) ? "required, missing" : "not required";
        }
        String spelled = tags.get(key) == null ? spellings.getFirst() : key;
        String value = tags.values().getOrDefault(spelled, "");
        if (!spelled.equals(rule.key())) {
            return "should be spelled " + rule.key();
        }
        return rule.allows(value) ? "right" : "not allowed; allowed: " + rule.allowed();
    }
}
