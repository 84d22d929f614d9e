package dev.profileguard.event;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes the JSON of events, requests, responses and messages. It writes values exactly,
/// and without characters that a terminal or a log viewer obeys: these are escapes.
public final class Json {
    /// Far more than any IAM event.
    private static final int MAX_BYTES = 1024 * 1024;

    private static final JSON STRICT =
            JSON.builder()
                    .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
                    .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
                    .build();

    private Json() {}

    /// Reads a JSON object. Half a surrogate pair in a text becomes visible, because no AWS API
    /// accepts it.
    ///
    /// @throws UnreadableEventException if the input is larger than 1 MiB or not a JSON object
    public static Map<String, Object> read(InputStream input) throws IOException {
        return read(input, MAX_BYTES);
    }

    /// Reads a JSON object that may be larger than an event.
    ///
    /// @param most bytes of the input
    /// @throws UnreadableEventException if the input is larger or not a JSON object
    public static Map<String, Object> read(InputStream input, int most) throws IOException {
        byte[] bytes = input.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new UnreadableEventException(
                    "The event is larger than %d MiB. IAM events are smaller"
                            .formatted(most / MAX_BYTES));
        }
        try {
            @Nullable Map<String, Object> object = STRICT.mapFrom(bytes);
            if (object == null) {
                throw new UnreadableEventException("The event is null, not a JSON object");
            }
            return encodable(object);
        } catch (IOException e) {
            throw new UnreadableEventException("The event is not a JSON object: " + problem(e), e);
        }
    }

    /// Parses a JSON object.
    ///
    /// @param what the name of the text for errors, such as `records[0].body`
    /// @throws UnreadableEventException if the input is larger than 1 MiB or not a JSON object
    public static Map<String, Object> read(String what, String text) {
        try {
            return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (UnreadableEventException e) {
            throw new UnreadableEventException(what + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a JSON parser found wrong, without the place in the parser's own terms. It may quote
    /// the input, so only its start is shown.
    public static String problem(IOException e) {
        return VisibleText.excerpt(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    /// An object as JSON in one line.
    public static String text(Map<String, ? extends @Nullable Object> values) {
        try {
            return JsonText.escaped(STRICT.asString(values));
        } catch (IOException e) { // it is written to memory
            throw new UncheckedIOException(e);
        }
    }

    /// Writes an object as JSON.
    public static void write(OutputStream output, Map<String, @Nullable Object> values)
            throws IOException {
        output.write(text(values).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> encodable(Map<?, ?> map) {
        Map<String, Object> encodable = new LinkedHashMap<>();
        map.forEach((key, value) ->
                encodable.put(VisibleText.encodable(key.toString()), encodableValue(value)));
        return encodable;
    }

    private static Object encodableValue(Object value) {
        if (value instanceof String text) {
            return VisibleText.encodable(text);
        }
        if (value instanceof Map<?, ?> map) {
            return encodable(map);
        }
        if (value instanceof List<?> list) {
            List<Object> encodable = new ArrayList<>();
            list.forEach(each -> encodable.add(encodableValue(each)));
            return encodable;
        }
        return value;
    }
}
