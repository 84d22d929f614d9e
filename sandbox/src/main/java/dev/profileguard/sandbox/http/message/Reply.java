package dev.profileguard.sandbox.http.message;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.text.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An HTTP response with its whole body.
///
/// @param charset the encoding of the body; with ISO 8859-1 each character is one byte
public record Reply(int status, Map<String, String> headers, String body, Charset charset)
        implements Response {
    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    /// A reply in UTF-8.
    public Reply(int status, Map<String, String> headers, String body) {
        this(status, headers, body, StandardCharsets.UTF_8);
    }

    /// A reply with one JSON object.
    public static Reply json(int status, Map<String, ? extends @Nullable Object> values) {
        return new Reply(status, Map.of("Content-Type", "application/json"), text(values) + "\n");
    }

    /// A reply with one JSON object on each line.
    public static Reply lines(List<? extends Map<String, @Nullable Object>> objects) {
        String body = objects.stream().map(each -> text(each) + "\n").collect(Collectors.joining());
        return new Reply(200, Map.of("Content-Type", "application/x-ndjson"), body);
    }

    /// A reply with a message in a JSON object.
    public static Reply message(int status, String message) {
        return json(status, Map.of("message", message));
    }

    /// A response of the Query API.
    public static Reply of(QueryResponse response) {
        return new Reply(response.status(), response.headers(), response.body());
    }

    /// A reply with XML and a request ID.
    public static Reply xml(int status, String requestId, String body) {
        return new Reply(
                status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
    }

    /// The reply with one more header, which replaces one of the same name.
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, charset);
    }

    private static String text(Object values) {
        try {
            return JsonText.escaped(FORMAT.asString(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
