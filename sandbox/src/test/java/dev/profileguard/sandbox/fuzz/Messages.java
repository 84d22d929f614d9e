package dev.profileguard.sandbox.fuzz;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts for people in JSON values.
final class Messages {
    private Messages() {}

    /// Checks that each text fits on a screen.
    ///
    /// @throws AssertionError if one does not
    static void check(Collection<? extends @Nullable Object> values) {
        values.forEach(Messages::check);
    }

    private static void check(@Nullable Object value) {
        switch (value) {
            case String text when !text.isBlank() -> Refusal.check(text);
            case Collection<?> list -> check(list);
            case Map<?, ?> map -> check(map.values());
            case null, default -> {}
        }
    }
}
