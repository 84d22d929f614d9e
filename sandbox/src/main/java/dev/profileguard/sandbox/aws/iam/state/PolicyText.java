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

    /// The document as JSON; empty: it is no JSON object.
    public static Optional<JsonNode> parsed(String document) {
        try {
            return Optional.of(JSON.readTree(document)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /// The text as IAM's responses contain it: [URL-encoded by RFC
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

    /// Its length as quotas count it: [without white
    /// space](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
    public static int size(String document) {
        return (int) document.chars().filter(next -> !Character.isWhitespace(next)).count();
    }

    /// The elements of an array, or the node itself where it is no array. Policies may write a
    /// single value without an array.
    public static List<JsonNode> each(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).toList()
                : List.of(node);
    }
}
