package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list. A marker names the last item that was seen, so that a list that changes
/// between two pages neither repeats nor loses what was there all the time.
///
/// @param marker where the next page goes on; absent on the last one
record Page<T>(List<T> items, @Nullable String marker) {
    private static final int DEFAULT_SIZE = 100;
    private static final String MAGIC = "after:";

    boolean isTruncated() {
        return marker != null;
    }

    /// The page that was asked for.
    ///
    /// @param all the whole list, in any order
    /// @param key what the list is ordered by; differs for all items
    /// @param marker what the page before handed back; absent for the first
    /// @param maxItems absent means 100
    /// @throws software.amazon.awssdk.services.iam.model.IamException ValidationError if no page
    ///   handed back such a marker
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
