package dev.profileguard.tag;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.tag.policy.TagPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text of a tag policy, as people have it: the document itself, or what `aws organizations
/// describe-effective-policy` and `describe-policy` print, which hold it as a text.
///
/// See https://docs.aws.amazon.com/organizations/latest/APIReference/API_EffectivePolicy.html
final class TagPolicyDocument {
    /// Parameter Store keeps at most 8 KB; what is longer is no tag policy.
    private static final int LONGEST = 64 * 1024;

    private static final JSON STRICT =
            JSON.builder().enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).build();

    /// Where the printed answers have the document, outermost first.
    private static final List<List<String>> WRAPPED =
            List.of(
                    List.of("EffectivePolicy", "PolicyContent"),
                    List.of("Policy", "Content"),
                    List.of("PolicyContent"));

    private TagPolicyDocument() {}

    /// Reads a policy; a blank text is one without rules.
    ///
    /// @throws IllegalArgumentException with the JSON path of what is wrong, and what is allowed
    ///   there
    static TagPolicy parse(String text) {
        if (text.isBlank()) {
            return TagPolicy.NONE;
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than %d characters".formatted(LONGEST));
        }
        Map<?, ?> document = json("", text);
        for (List<String> path : WRAPPED) {
            String content = content(document, path);
            if (content != null) {
                return TagPolicy.read(json(" in " + String.join(".", path), content));
            }
        }
        return TagPolicy.read(document);
    }

    private static @Nullable String content(Map<?, ?> document, List<String> path) {
        Object value = document;
        for (String field : path) {
            value = value instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return value instanceof String text ? text : null;
    }

    private static Map<?, ?> json(String where, String text) {
        try {
            Object value = STRICT.anyFrom(text);
            if (value instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IOException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(
                    "is not a JSON object%s: %s".formatted(where, problem), e);
        }
        throw new IllegalArgumentException(
                "is not a JSON object%s: it must be {\"tags\": {...}}".formatted(where));
    }
}
