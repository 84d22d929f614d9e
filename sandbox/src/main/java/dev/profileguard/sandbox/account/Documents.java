package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads policy documents: objects as the AWS CLI and boto3 print them, or texts, URL-encoded as
/// the API and other SDKs have them.
final class Documents {
    /// Far more than any policy has; see
    /// [quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
    private static final int LONGEST = 1 << 20;

    /// What stands for a document that is none.
    private static final String NONE = "{}";

    private static final JsonFactory JSON = new JsonFactory();

    private final SdkShapeReader shapes;
    private final JsonParser parser;

    Documents(SdkShapeReader shapes, JsonParser parser) {
        this.shapes = shapes;
        this.parser = parser;
    }

    /// @param element such as `AssumeRolePolicyDocument`; null for what stands in a list
    static boolean isOne(@Nullable String element) {
        return element != null && element.endsWith("Document");
    }

    /// The document at the current token, as JSON without white space between its tokens.
    String read() throws IOException {
        if (isNone()) {
            return NONE;
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
        } catch (JsonProcessingException notJson) {
            throw shapes.wrong("no policy document: " + notJson.getOriginalMessage());
        }
        throw shapes.wrong("no policy document");
    }

    /// Whether a document should be here, and is not. IAM has none such; dumps and fixtures have.
    private boolean isNone() throws IOException {
        return parser.hasToken(JsonToken.VALUE_NULL)
                || (parser.hasToken(JsonToken.VALUE_STRING) && parser.getText().isBlank());
    }

    private String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw shapes.wrong("no policy document, and not URL-encoded");
        }
    }

    private String copied(JsonParser source) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            int depth = 0;
            do {
                copy.copyCurrentEventExact(source);
                if (text.getBuffer().length() > LONGEST) {
                    throw shapes.wrong("longer than any policy document");
                }
                depth += depth(source);
            } while (depth > 0 && source.nextToken() != null);
        }
        return text.toString();
    }

    private static int depth(JsonParser source) {
        return switch (source.currentToken()) {
            case START_OBJECT, START_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            case null, default -> 0;
        };
    }
}
