package dev.profileguard.sandbox.aws.regional;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next the token of the part that follows; null: this is the last one
public record Page<T>(List<T> items, @Nullable String next) {
    /// A part of a list.
    ///
    /// @param size how many items it has at most
    /// @param token of the part; null: the first one
    /// @return empty: the token is none of this list
    public static <T> Optional<Page<T>> of(List<T> all, int size, @Nullable String token) {
        int from = token == null ? 0 : position(token);
        if (from < 0 || from > all.size()) {
            return Optional.empty();
        }
        int to = Math.min(all.size(), from + size);
        return Optional.of(new Page<>(all.subList(from, to), to == all.size() ? null : token(to)));
    }

    private static String token(int position) {
        return Base64.getUrlEncoder()
                .encodeToString(("from " + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return text.matches("from \\d{1,8}") ? Integer.parseInt(text.substring(5)) : -1;
        } catch (IllegalArgumentException notBase64) {
            return -1;
        }
    }
}
