package dev.profileguard.aws.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a list is read page by page.
///
/// @param parameter for the size of a page, such as `MaxResults`; empty: the service chooses the
///   size
/// @param size how many members a page has at most
/// @param most how many pages are read
public record Pages(String parameter, int size, int most) {
    /// The members of a list in all pages of a response.
    ///
    /// @param list the element with the members
    /// @throws QueryException if a call fails, or if there are more members than fit in the pages
    public List<XmlElement> all(
            QueryCalls calls,
            String region,
            String action,
            Map<String, String> parameters,
            String list) {
        return all(calls, region, action, parameters, list, Stream::of);
    }

    /// What the members of a list in all pages of a response say. Only that is kept from one page
    /// to the next, so that long lists need little memory.
    ///
    /// @param list the element with the members
    /// @throws QueryException if a call fails, or if there are more members than fit in the pages
    public <T> List<T> all(
            QueryCalls calls,
            String region,
            String action,
            Map<String, String> parameters,
            String list,
            Function<XmlElement, Stream<T>> read) {
        List<T> items = new ArrayList<>();
        Map<String, String> request = new LinkedHashMap<>(parameters);
        if (!parameter.isEmpty()) {
            request.put(parameter, Integer.toString(size));
        }
        for (int page = 0; page < most; page++) {
            XmlElement result = result(action, calls.call(region, action, request));
            result.items(list).stream().flatMap(read).forEach(items::add);
            String token = token(result);
            if (token == null) {
                return items;
            }
            request.put("NextToken", token);
        }
        throw new QueryException(
                "TooMany",
                200,
                String.format(Locale.ROOT, "%s has more than %,d results", action, size * most));
    }

    /// EC2 writes its lists into the response, other services into a result in it.
    private static XmlElement result(String action, XmlElement response) {
        XmlElement result = response.child(action + "Result");
        return result == null ? response : result;
    }

    private static @Nullable String token(XmlElement result) {
        String token = result.text("nextToken");
        return token == null ? result.text("NextToken") : token;
    }
}
