package dev.profileguard.tag.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.policy.TagRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The tags of a profile and of the role in it, side by side, with what the rules say of each: what
/// no console shows.
///
/// @param profile null: only the role is looked at
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
            line.put("policy", says(key));
            lines.add(line);
        }
        return lines;
    }

    /// All of it in one sentence.
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
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    /// Every key that one of them has or that a rule wants there. The role's keys are listed in the
    /// profile's spelling.
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

    private String says(String key) {
        List<String> says = new ArrayList<>();
        if (profile != null) {
            says.add("profile: " + says(TaggedType.INSTANCE_PROFILE, key, profile.tags()));
        }
        if (role != null) {
            says.add("role: " + says(TaggedType.ROLE, key, role.tags()));
        }
        if (rules.inherits(key)) {
            says.add("profiles take it from their role");
        }
        return String.join("; ", says);
    }

    private String says(TaggedType type, String key, Tags tags) {
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
