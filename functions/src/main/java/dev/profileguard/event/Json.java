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

/// What Lambda hands in and takes back.
public final class Json {
    /// More than EventBridge delivers, and far more than any IAM event.
    private static final int MOST_BYTES = 1024 * 1024;

    private static final JSON STRICT =
            JSON.builder()
                    .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
                    .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
                    .build();

    private Json() {}

    /// The object that the input holds.
    ///
    /// @throws UnreadableEventException when it is too large or no JSON object
    public static Map<String, Object> read(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new UnreadableEventException(
                    "The event is larger than 1 MiB, which no event of IAM is");
        }
        try {
            @Nullable Map<String, Object> object = STRICT.mapFrom(bytes);
            if (object == null) {
                throw new UnreadableEventException("The event is null, not a JSON object");
            }
            return object;
        } catch (IOException e) {
            throw new UnreadableEventException("The event is no JSON object: " + firstLine(e), e);
        }
    }

    /// The object that a text holds.
    ///
    /// @param what names the text in errors, such as `records[0].body`
    /// @throws UnreadableEventException when it is too large or no JSON object
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

    /// An object as a text in one line.
    public static String text(Map<String, ? extends @Nullable Object> values) throws IOException {
        return STRICT.asString(values);
    }

    /// Writes an object.
    public static void write(OutputStream output, Map<String, @Nullable Object> values)
            throws IOException {
        STRICT.write(values, output);
    }
}
