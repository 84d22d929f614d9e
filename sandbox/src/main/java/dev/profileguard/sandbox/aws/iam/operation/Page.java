package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page of a list. Its marker names its last item. If the list changes between two pages, items
/// that were there all the time are neither repeated nor lost.
///
/// @param marker where the next page starts; null: this is the last page
record Page<T>(List<T> items, @Nullable String marker) {
    private static final int DEFAULT_SIZE = 100;
    private static final String MAGIC = "after:";

    boolean isTruncated() {
        return marker != null;
    }

    /// The requested page.
    ///
    /// @param all the whole list, in any order
    /// @param key orders the list; unique for each item
    /// @param marker the marker of the previous page; null: the first page
    /// @param maxItems null: 100
    /// @throws software.amazon.awssdk.services.iam.model.IamException ValidationError if the marker
    ///   is none of this API's
    static <T> Page<T> of(
            Collection<T> all,
            Function<T, String> key,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        int size = maxItems == null ? DEFAULT_SIZE : maxItems;
        String seen = marker == null ? null : decoded(marker);
        List<T> rest =
                all.stream()
                        .filter(item -> seen == null || key.apply(item).compareTo(seen) > 0)
                        .sorted(Comparator.comparing(key))
                        .limit(size + 1L)
                        .toList();
        if (rest.size() <= size) {
            return new Page<>(rest, null);
        }
        List<T> items = rest.subList(0, size);
        return new Page<>(items, encoded(key.apply(items.getLast())));
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((MAGIC + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String marker) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
            if (text.startsWith(MAGIC)) {
                return text.substring(MAGIC.length());
            }
        } catch (IllegalArgumentException notBase64) {
            throw IamErrors.validation("Invalid Marker.");
        }
        throw IamErrors.validation("Invalid Marker.");
    }
}
