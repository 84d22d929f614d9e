package dev.profileguard.sandbox.aws.cloudformation.reader;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Event patterns and policies as JSON text.
final class Patterns {
    private Patterns() {}

    static String json(@Nullable Object pattern) {
        if (pattern == null) {
            throw new TemplateException("A rule has no event pattern");
        }
        try {
            return JSON.std.asString(pattern);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
