package dev.profileguard.tag.policy;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.text.VisibleText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values for missing tags, and for tags whose value is not allowed.
///
/// @param templates the values by key; they can contain `${creator}`, `${role}`, `${account}` and
///   `${date}`
public record TagDefaults(Map<String, String> templates) {
    /// No defaults.
    public static final TagDefaults NONE = new TagDefaults(Map.of());

    private static final Set<String> PLACEHOLDERS = Set.of("creator", "role", "account", "date");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /// Takes a copy.
    public TagDefaults {
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    }

    /// Reads a list such as `Owner=${creator},CostCenter=unassigned`. Blanks around keys and
    /// values, and empty entries, are ignored.
    ///
    /// @throws IllegalArgumentException with the entry that is wrong
    public static TagDefaults parse(String list) {
        Map<String, String> templates = new LinkedHashMap<>();
        for (String entry : list.split(",", -1)) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "has '%s', which is not KEY=VALUE"
                                .formatted(VisibleText.excerpt(entry.strip())));
            }
            String key = entry.substring(0, equals).strip();
            String value = entry.substring(equals + 1).strip();
            check(key, value);
            boolean twice = templates.keySet().stream().anyMatch(key::equalsIgnoreCase);
            if (twice) {
                throw new IllegalArgumentException("has %s twice".formatted(key));
            }
            templates.put(key, value);
        }
        return new TagDefaults(templates);
    }

    private static void check(String key, String template) {
        String keyError = TagKeys.keyError(key);
        if (keyError != null) {
            throw new IllegalArgumentException(
                    "has '%s', which %s".formatted(VisibleText.excerpt(key), keyError));
        }
        Matcher placeholders = PLACEHOLDER.matcher(template);
        String literal =
                placeholders.replaceAll(found -> {
                    if (!PLACEHOLDERS.contains(found.group(1))) {
                        throw new IllegalArgumentException(
                                "has '%s', which is not one of ${creator}, ${role}, ${account}, ${date}"
                                        .formatted(VisibleText.excerpt(found.group())));
                    }
                    return "";
                });
        String valueError = TagKeys.valueError(literal);
        if (valueError != null) {
            throw new IllegalArgumentException(
                    "has '%s', which %s".formatted(VisibleText.excerpt(template), valueError));
        }
    }

    /// Finds a default without placeholders that the policy does not allow. Null: none.
    public @Nullable String conflictWith(TagPolicy policy) {
        for (TagRule rule : policy.rules()) {
            String template = template(rule.key());
            if (template != null
                    && !PLACEHOLDER.matcher(template).find()
                    && !rule.allows(template)) {
                return "has %s=%s, which TagPolicy does not allow: it allows %s"
                        .formatted(rule.key(), template, rule.allowed());
            }
        }
        return null;
    }

    /// Whether there is a default for this key.
    public boolean has(String key) {
        return template(key) != null;
    }

    /// The value for a key; null: there is no default, or a placeholder has no value.
    public @Nullable String value(String key, PlaceholderValues facts) {
        String template = template(key);
        if (template == null) {
            return null;
        }
        StringBuilder value = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(template);
        while (placeholder.find()) {
            String fact = fact(placeholder.group(1), facts);
            if (fact == null || fact.isEmpty()) {
                return null;
            }
            placeholder.appendReplacement(value, Matcher.quoteReplacement(fact));
        }
        placeholder.appendTail(value);
        return TagKeys.nearestValue(value.toString());
    }

    private @Nullable String template(String key) {
        return templates.entrySet().stream()
                .filter(entry -> TagKeys.folded(entry.getKey()).equals(TagKeys.folded(key)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String fact(String placeholder, PlaceholderValues facts) {
        return switch (placeholder) {
            case "creator" -> facts.creator();
            case "role" -> facts.role() == null ? null : facts.role().value();
            case "account" -> facts.account();
            case "date" -> facts.date().toString();
            default -> throw new IllegalStateException("No such placeholder: " + placeholder);
        };
    }
}
