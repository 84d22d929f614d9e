package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.Pages;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Calls of EC2 whose pages are read to the end.
public record Ec2Calls(QueryCalls query) {
    /// The values that a filter can have.
    static final int MAX_FILTER_VALUES = 200;

    /// A page of a list with filters can have less members than fit on it.
    private static final Pages PAGES = new Pages("MaxResults", 1000, 50);

    /// One response.
    ///
    /// @throws QueryException if the call fails, after repetitions
    XmlElement one(String region, String action, Map<String, String> parameters) {
        return query.call(region, action, parameters);
    }

    /// The members of a list in all pages of a response.
    ///
    /// @throws QueryException if a call fails, or if there are more than 50,000 members
    List<XmlElement> all(
            String region, String action, Map<String, String> parameters, String list) {
        return PAGES.all(query, region, action, parameters, list);
    }

    /// What the members of a list in all pages of a response say.
    ///
    /// @throws QueryException if a call fails, or if there are more than 50,000 members
    <T> List<T> all(
            String region,
            String action,
            Map<String, String> parameters,
            String list,
            Function<XmlElement, Stream<T>> read) {
        return PAGES.all(query, region, action, parameters, list, read);
    }
}
