package dev.profileguard.tag.policy;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.tag.policy.TagRule.AllowedValue;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a tag policy's JSON values. A source policy without parents has the values that it assigns
/// and appends, minus those that it removes.
///
/// See https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html
final class TagPolicyReader {
    private static final int MOST_KEYS = 500;
    private static final int MAX_SHOWN = 80;
    private static final int MOST_ENTRIES = 1000;
    private static final String FOR_CHILDREN = "@@operators_allowed_for_child_policies";
    private static final List<String> OPERATORS =
            List.of("@@assign", "@@append", "@@remove", FOR_CHILDREN);
    private static final List<String> FIELDS =
            List.of("tag_key", "tag_value", "enforced_for", "report_required_tag_for");
    private static final Pattern RESOURCE_TYPE =
            Pattern.compile("\\*|[A-Za-z0-9-]+:(\\*|[A-Za-z0-9_/-]+)");

    TagPolicy policy(Map<?, ?> document) {
        onlyFields("", document, List.of("tags"));
        Map<?, ?> tags = object("tags", document.get("tags"));
        Map<String, TagRule> rules = new LinkedHashMap<>();
        if (tags.size() > MOST_KEYS) {
            throw wrong("tags", "an object of at most %d keys".formatted(MOST_KEYS), tags.size());
        }
        for (Map.Entry<?, ?> entry : tags.entrySet()) {
            String policyKey = String.valueOf(entry.getKey());
            if (!policyKey.equals(FOR_CHILDREN)) {
                TagRule rule = rule(policyKey, entry.getValue());
                if (rules.put(TagKeys.folded(policyKey), rule) != null) {
                    throw new IllegalArgumentException(
                            "tags.%s occurs twice, with different capitalization: each tag key can have only one policy key"
                                    .formatted(cut(policyKey)));
                }
            }
        }
        return new TagPolicy(
                rules.values().stream().filter(rule -> !rule.named().isEmpty()).toList());
    }

    private static TagRule rule(String policyKey, @Nullable Object json) {
        String at = "tags." + cut(policyKey);
        Map<?, ?> fields = object(at, json);
        List<String> allowed = new ArrayList<>(FIELDS);
        allowed.add(FOR_CHILDREN);
        onlyFields(at, fields, allowed);
        String key = key(at + ".tag_key", policyKey, fields.get("tag_key"));
        Set<TaggedType> reported = types(at, fields, "report_required_tag_for");
        Set<TaggedType> named = types(at, fields, "enforced_for");
        named.addAll(reported);
        String illegal = TagKeys.keyError(key);
        if (!named.isEmpty() && illegal != null) {
            throw new IllegalArgumentException("%s: '%s' %s".formatted(at, cut(key), illegal));
        }
        List<AllowedValue> values =
                texts(at + ".tag_value", fields.get("tag_value"), TagPolicyReader::checkValue)
                        .stream()
                        .map(AllowedValue::new)
                        .toList();
        return new TagRule(key, values, named, reported);
    }

    /// A policy without `tag_key` means the key in lower case.
    private static String key(String at, String policyKey, @Nullable Object json) {
        Object assigned = json;
        String where = at;
        if (json instanceof Map<?, ?> operators) {
            onlyFields(at, operators, List.of("@@assign", FOR_CHILDREN));
            assigned = operators.get("@@assign");
            where = at + ".@@assign";
        }
        if (assigned == null) {
            return TagKeys.folded(policyKey);
        }
        String wanted = "'%s' in any capitalization".formatted(cut(policyKey));
        if (!(assigned instanceof String key)
                || !TagKeys.folded(key).equals(TagKeys.folded(policyKey))) {
            throw wrong(where, wanted, assigned);
        }
        return key;
    }

    private static Set<TaggedType> types(String at, Map<?, ?> fields, String field) {
        Set<TaggedType> types = EnumSet.noneOf(TaggedType.class);
        for (String text :
                texts(at + "." + field, fields.get(field), TagPolicyReader::checkResourceType)) {
            for (TaggedType type : TaggedType.values()) {
                if (List.of(type.resourceType(), "iam:ALL_SUPPORTED", "iam:*", "*")
                        .contains(text)) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    private static Collection<String> texts(
            String at, @Nullable Object json, BiConsumer<String, String> check) {
        if (!(json instanceof Map<?, ?> operators)) {
            return list(at, json, check);
        }
        onlyFields(at, operators, OPERATORS);
        Set<String> texts = new LinkedHashSet<>();
        texts.addAll(list(at + ".@@assign", operators.get("@@assign"), check));
        texts.addAll(list(at + ".@@append", operators.get("@@append"), check));
        list(at + ".@@remove", operators.get("@@remove"), check).forEach(texts::remove);
        return texts;
    }

    private static List<String> list(
            String at, @Nullable Object json, BiConsumer<String, String> check) {
        if (json == null) {
            return List.of();
        }
        if (!(json instanceof List<?> list) || list.size() > MOST_ENTRIES) {
            String wanted = "a list of at most %d texts".formatted(MOST_ENTRIES);
            throw wrong(at, wanted, json instanceof List<?> long_ ? long_.size() : json);
        }
        List<String> texts = new ArrayList<>();
        for (Object entry : list) {
            String where = "%s[%d]".formatted(at, texts.size());
            if (!(entry instanceof String text)) {
                throw wrong(where, "a string", entry);
            }
            check.accept(where, text);
            texts.add(text);
        }
        return texts;
    }

    private static void checkValue(String at, String text) {
        boolean manyStars = text.indexOf('*') != text.lastIndexOf('*');
        if (manyStars || text.length() > TagKeys.MAX_VALUE_LENGTH) {
            throw wrong(
                    at,
                    "a value of at most %d characters with at most one *"
                            .formatted(TagKeys.MAX_VALUE_LENGTH),
                    text);
        }
    }

    private static void checkResourceType(String at, String text) {
        if (!RESOURCE_TYPE.matcher(text).matches()) {
            throw wrong(
                    at,
                    "a resource type such as iam:role, iam:instance-profile or iam:ALL_SUPPORTED",
                    text);
        }
    }

    private static Map<?, ?> object(String at, @Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(at, "an object", json);
    }

    private static void onlyFields(String at, Map<?, ?> fields, List<String> allowed) {
        for (Object field : fields.keySet()) {
            if (!allowed.contains(String.valueOf(field))) {
                throw new IllegalArgumentException(
                        "there is no field %s%s: allowed there %s %s"
                                .formatted(
                                        at.isEmpty() ? "" : at + ".",
                                        cut(field),
                                        allowed.size() == 1 ? "is" : "are",
                                        String.join(", ", allowed)));
            }
        }
    }

    private static IllegalArgumentException wrong(
            String at, String wanted, @Nullable Object found) {
        return new IllegalArgumentException(
                found == null
                        ? "%s is missing: it must be %s".formatted(at, wanted)
                        : "%s must be %s, not %s".formatted(at, wanted, shortened(found)));
    }

    private static String shortened(Object value) {
        return "'" + cut(value) + "'";
    }

    private static String cut(Object value) {
        return VisibleText.excerpt(value, MAX_SHOWN);
    }
}
