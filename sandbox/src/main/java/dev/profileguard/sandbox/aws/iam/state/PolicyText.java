package dev.profileguard.sandbox.aws.iam.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The text of a policy document.
public final class PolicyText {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private PolicyText() {}

    /// The document as JSON; empty if it is none, or anything but an object.
    public static Optional<JsonNode> parsed(String document) {
        try {
            return Optional.of(JSON.readTree(document)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /// The text in IAM's answers: [URL-encoded by RFC
    /// 3986](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html).
    public static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /// The same JSON without white space between its tokens.
    public static String minified(String document) {
        StringBuilder kept = new StringBuilder(document.length());
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < document.length(); i++) {
            char next = document.charAt(i);
            if (quoted || !Character.isWhitespace(next)) {
                kept.append(next);
            }
            if (next == '"' && !escaped) {
                quoted = !quoted;
            }
            escaped = quoted && next == '\\' && !escaped;
        }
        return kept.toString();
    }

    /// How long it is for a quota: [white space does not
    /// count](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
    public static int size(String document) {
        return (int) document.chars().filter(next -> !Character.isWhitespace(next)).count();
    }

    /// What stands there once or several times: the elements of an array, else the node alone.
    public static List<JsonNode> each(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).toList()
                : List.of(node);
    }
}
