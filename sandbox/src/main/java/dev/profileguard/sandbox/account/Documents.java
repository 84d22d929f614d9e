package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads policy documents: JSON objects, as the AWS CLI and boto3 print them, or texts, URL-encoded
/// as in the API and other SDKs.
final class Documents {
    /// In characters; far above the
    /// [quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
    private static final int MAX_LENGTH = 1 << 20;

    /// Replaces a missing document.
    private static final String MISSING = "{}";

    private static final JsonFactory JSON = new JsonFactory();

    private final SdkShapeReader shapes;
    private final JsonParser parser;

    Documents(SdkShapeReader shapes, JsonParser parser) {
        this.shapes = shapes;
        this.parser = parser;
    }

    /// Whether the element is a policy document.
    ///
    /// @param element such as `AssumeRolePolicyDocument`; null for an element of a list
    static boolean isDocument(@Nullable String element) {
        return element != null && element.endsWith("Document");
    }

    /// Reads the document at the current token.
    ///
    /// @return JSON without white space between its tokens
    /// @throws AccountFileException when it is not a JSON object
    String read() throws IOException {
        if (isMissing()) {
            return MISSING;
        }
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            shapes.expect(JsonToken.START_OBJECT, "a policy document");
            return copied(parser);
        }
        String text = parser.getText();
        String document = text.stripLeading().startsWith("{") ? text : decoded(text);
        try (JsonParser inner = JSON.createParser(document)) {
            if (inner.nextToken() == JsonToken.START_OBJECT) {
                String copy = copied(inner);
                if (inner.nextToken() == null) {
                    return copy;
                }
            }
        } catch (JsonProcessingException invalid) {
            throw shapes.error(
                    "not a policy document: " + VisibleText.excerpt(invalid.getOriginalMessage()));
        }
        throw shapes.error("not a policy document");
    }

    /// Whether the document is null or blank. IAM always returns a document, but other tools and
    /// test data may leave it out.
    private boolean isMissing() throws IOException {
        return parser.hasToken(JsonToken.VALUE_NULL)
                || (parser.hasToken(JsonToken.VALUE_STRING) && parser.getText().isBlank());
    }

    private String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw shapes.error("not a policy document, and not URL-encoded");
        }
    }

    private String copied(JsonParser source) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            int depth = 0;
            do {
                copy.copyCurrentEventExact(source);
                if (text.getBuffer().length() > MAX_LENGTH) {
                    throw shapes.error("longer than any policy document may be");
                }
                depth += depthChange(source);
            } while (depth > 0 && source.nextToken() != null);
        }
        return text.toString();
    }

    private static int depthChange(JsonParser source) {
        return switch (source.currentToken()) {
            case START_OBJECT, START_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            case null, default -> 0;
        };
    }
}
