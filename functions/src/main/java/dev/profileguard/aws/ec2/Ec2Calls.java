package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls of EC2 whose pages are read to the end.
public record Ec2Calls(QueryCalls query) {
    /// The values that a filter can have.
    static final int MAX_FILTER_VALUES = 200;

    private static final int MOST_PAGES = 20;
    private static final String TOKEN = "nextToken";

    /// One response.
    ///
    /// @throws QueryException if the call fails, after repetitions
    XmlElement one(String region, String action, Map<String, String> parameters) {
        return query.call(region, action, parameters);
    }

    /// The members of a list in all pages of a response.
    ///
    /// @throws QueryException if a call fails, or if there are more than 20,000 members
    List<XmlElement> all(
            String region, String action, Map<String, String> parameters, String list) {
        List<XmlElement> items = new ArrayList<>();
        Map<String, String> request = new LinkedHashMap<>(parameters);
        request.put("MaxResults", "1000");
        for (int page = 0; page < MOST_PAGES; page++) {
            XmlElement response = one(region, action, request);
            items.addAll(response.items(list));
            @Nullable String token = response.text(TOKEN);
            if (token == null) {
                return items;
            }
            request.put("NextToken", token);
        }
        throw new QueryException("TooMany", 200, action + " has more than 20,000 results");
    }
}
