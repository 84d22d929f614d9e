package dev.profileguard.aws.eks;

import dev.profileguard.aws.query.Retries;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Calls of EKS that are repeated after temporary errors, whose pages are read to the end, and
/// whose answers are kept.
///
/// @param await waits before a call is repeated; its exception ends the call
public record EksCalls(EksApi api, KeptAnswers kept, Consumer<Duration> await) {
    private static final int MOST_PAGES = 20;
    private static final String TOKEN = "nextToken";

    /// One response.
    ///
    /// @param path as in [#path]
    /// @throws EksException if the call fails, after repetitions
    Map<String, Object> one(String region, String path) {
        return one(region, path, Map.of());
    }

    private Map<String, Object> one(String region, String path, Map<String, String> query) {
        return kept.get(
                "%s %s %s".formatted(region, path, query),
                () -> new Retries(await).of(() -> api.get(region, path, query)));
    }

    /// The members of a list in all pages of a response.
    ///
    /// @throws EksException if a call fails, if an answer lacks the list, or if there are more than
    ///   2,000 members
    List<Object> all(String region, String path, String list) {
        List<Object> items = new ArrayList<>();
        Map<String, String> query = new TreeMap<>(Map.of("maxResults", "100"));
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> response = one(region, path, new TreeMap<>(query));
            if (!(response.get(list) instanceof List<?> members)) {
                throw EksException.unreadable("the response lacks the list " + list);
            }
            items.addAll(members);
            if (!(response.get(TOKEN) instanceof String token) || token.isEmpty()) {
                return items;
            }
            query.put(TOKEN, token);
        }
        throw new EksException("TooMany", 200, "more than 2,000 " + list);
    }

    /// The texts in such a list; other members are left out.
    List<String> names(String region, String path, String list) {
        return all(region, path, list).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /// A path of these parts, encoded.
    static String path(String... parts) {
        StringBuilder path = new StringBuilder();
        for (String part : parts) {
            path.append('/')
                    .append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return path.toString();
    }
}
