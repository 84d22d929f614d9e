package dev.profileguard.event;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes the JSON of events, requests and responses.
public final class Json {
    /// Far more than any IAM event.
    private static final int MAX_BYTES = 1024 * 1024;

    private static final JSON STRICT =
            JSON.builder()
                    .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
                    .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
                    .build();

    private Json() {}

    /// Reads a JSON object.
    ///
    /// @throws UnreadableEventException if the input is larger than 1 MiB or not a JSON object
    public static Map<String, Object> read(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new UnreadableEventException(
                    "The event is larger than 1 MiB. IAM events are smaller");
        }
        try {
            @Nullable Map<String, Object> object = STRICT.mapFrom(bytes);
            if (object == null) {
                throw new UnreadableEventException("The event is null, not a JSON object");
            }
            return object;
        } catch (IOException e) {
            throw new UnreadableEventException(
                    "The event is not a JSON object: " + firstLine(e), e);
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

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /// An object as JSON in one line.
    public static String text(Map<String, ? extends @Nullable Object> values) throws IOException {
        return STRICT.asString(values);
    }

    /// Writes an object as JSON.
    public static void write(OutputStream output, Map<String, @Nullable Object> values)
            throws IOException {
        STRICT.write(values, output);
    }
}
