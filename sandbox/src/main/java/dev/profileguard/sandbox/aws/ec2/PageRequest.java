package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which part of a list a Describe call asks for. EC2 cuts pages before it filters them, so that a
/// page may have fewer items than asked for, or none, and more may follow.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
///
/// @param most MaxResults; null: 1000
/// @param token NextToken of the page before; null: the first page
public record PageRequest(@Nullable Integer most, @Nullable String token) {
    /// The first page, as long as possible.
    public static final PageRequest FIRST = new PageRequest(null, null);

    private static final int SMALLEST = 5;
    private static final int LARGEST = 1000;
    private static final Pattern FORM = Pattern.compile("after (\\d{1,18})");

    /// A page.
    ///
    /// @param next the token of the page that follows; null: this is the last one
    record Page<T>(List<T> items, @Nullable String next) {}

    /// The page.
    ///
    /// @param all in the order of their numbers
    /// @param numbers a number for each item that it keeps
    <T> Page<T> of(List<T> all, ToLongFunction<T> numbers, RecordedService service) {
        int size = size(service);
        long after = token == null ? -1 : after(token, service);
        List<T> rest =
                all.stream()
                        .filter(item -> numbers.applyAsLong(item) > after)
                        .limit(size + 1L)
                        .toList();
        if (rest.size() <= size) {
            return new Page<>(rest, null);
        }
        List<T> items = rest.subList(0, size);
        return new Page<>(items, token(numbers.applyAsLong(items.getLast())));
    }

    private int size(RecordedService service) {
        if (most == null) {
            return LARGEST;
        }
        if (most < SMALLEST || most > LARGEST) {
            throw service.refusal(
                    "InvalidParameterValue",
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value %s."
                            .formatted(
                                    most,
                                    most < SMALLEST
                                            ? "greater than " + SMALLEST
                                            : "less than " + LARGEST));
        }
        return most;
    }

    private static String token(long number) {
        return Base64.getEncoder()
                .encodeToString(("after " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static long after(String token, RecordedService service) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            Matcher form = FORM.matcher(text);
            if (form.matches()) {
                return Long.parseLong(form.group(1));
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid(token, service);
        }
        throw invalid(token, service);
    }

    private static RuntimeException invalid(String token, RecordedService service) {
        return service.refusal(
                "InvalidParameterValue",
                "Value ( %s ) for parameter NextToken is invalid. The token is invalid."
                        .formatted(token));
    }
}
