package dev.profileguard.tag;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.Json;
import dev.profileguard.tag.policy.TagPolicy;
import dev.profileguard.text.QuotedError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the text of a tag policy: the policy itself, or the output of `aws organizations
/// describe-effective-policy` or `describe-policy`, which contains the policy as a string.
///
/// See https://docs.aws.amazon.com/organizations/latest/APIReference/API_EffectivePolicy.html
final class TagPolicyDocument {
    /// Far more than the 8 KB that Parameter Store allows.
    private static final int LONGEST = 64 * 1024;

    private static final JSON STRICT =
            JSON.builder().enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).build();

    /// The JSON paths of the policy in the outputs.
    private static final List<List<String>> WRAPPED =
            List.of(
                    List.of("EffectivePolicy", "PolicyContent"),
                    List.of("Policy", "Content"),
                    List.of("PolicyContent"));

    private TagPolicyDocument() {}

    /// Reads a policy. A blank text is a policy without rules.
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
            throw new IllegalArgumentException(
                    "is not a JSON object%s: %s".formatted(where, Json.problem(e)),
                    QuotedError.shownCause(e));
        }
        throw new IllegalArgumentException(
                "is not a JSON object%s: it must be {\"tags\": {...}}".formatted(where));
    }
}
