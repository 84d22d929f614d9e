package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A filter of a Describe call: one of its values has to match. In values, `*` stands for any
/// characters, `?` for one, and a backslash makes the next character literal.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
///
/// @param name such as `instance-state-name`
public record Filter(String name, List<String> values) {
    private static final int MOST_VALUES = 200;

    /// What items have, by the name of the filter; null where there is no such filter.
    @FunctionalInterface
    public interface Attributes<T> {
        /// Reads the attribute of a filter.
        @Nullable Function<T, List<String>> of(String filter);
    }

    /// The items that all filters let pass.
    ///
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `InvalidParameterValue`
    ///   for an unknown filter, `FilterLimitExceeded` for too many values
    public static <T> List<T> apply(
            List<Filter> filters,
            List<T> items,
            Attributes<T> attributes,
            RecordedService service) {
        if (filters.stream().mapToInt(filter -> filter.values().size()).sum() > MOST_VALUES) {
            throw service.refusal(
                    "FilterLimitExceeded",
                    "The maximum number of filter values specified on a single call is "
                            + MOST_VALUES);
        }
        List<T> left = items;
        for (Filter filter : filters) {
            Function<T, List<String>> attribute = attributes.of(filter.name());
            if (attribute == null) {
                throw service.refusal(
                        "InvalidParameterValue",
                        "The filter '%s' is invalid".formatted(filter.name()));
            }
            List<Pattern> wanted = filter.values().stream().map(Filter::pattern).toList();
            left = left.stream().filter(item -> matches(attribute.apply(item), wanted)).toList();
        }
        return left;
    }

    private static boolean matches(List<String> found, List<Pattern> wanted) {
        return wanted.stream()
                .anyMatch(pattern ->
                        found.stream().anyMatch(value -> pattern.matcher(value).matches()));
    }

    private static Pattern pattern(String value) {
        StringBuilder regex = new StringBuilder();
        boolean escaped = false;
        for (int at = 0; at < value.length(); at++) {
            char next = value.charAt(at);
            if (!escaped && next == '\\') {
                escaped = true;
                continue;
            }
            regex.append(
                    escaped || (next != '*' && next != '?')
                            ? Pattern.quote(String.valueOf(next))
                            : next == '*' ? ".*" : ".");
            escaped = false;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
