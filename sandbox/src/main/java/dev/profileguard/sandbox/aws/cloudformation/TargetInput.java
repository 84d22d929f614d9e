package dev.profileguard.sandbox.aws.cloudformation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The input that a target of a rule or schedule receives: the whole event, a part of it, or a
/// constant. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
///
/// @param constant JSON that the target receives instead of the event; null: it receives the event
/// @param path such as `$.detail`; null: the whole event
public record TargetInput(@Nullable String constant, @Nullable String path) {
    /// The event as it is.
    public static final TargetInput WHOLE = new TargetInput(null, null);

    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    /// The input for an event.
    ///
    /// @param event JSON
    public String of(String event) {
        if (constant != null) {
            return constant;
        }
        return path == null || path.equals("$") ? event : part(event, path.substring(2));
    }

    /// A missing part is null.
    private static String part(String event, String path) {
        try {
            Object here = FORMAT.anyFrom(event);
            for (String key : path.split("\\.", -1)) {
                here = here instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return here == null ? "null" : FORMAT.asString(here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
