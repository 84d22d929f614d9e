package dev.profileguard.sandbox.aws.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A form of an HTTP request, in its body or in the query of its URL.
public final class QueryForm {
    private QueryForm() {}

    /// The form's parameters in their order, with all values of each.
    ///
    /// @param encoded `application/x-www-form-urlencoded`, such as `Action=GetRole&RoleName=a`
    /// @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
    public static Map<String, List<String>> parse(String encoded) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                form.computeIfAbsent(decoded(name), absent -> new ArrayList<>())
                        .add(decoded(value));
            }
        }
        return form;
    }

    /// The parameters of URL and body together; those of the URL come first.
    ///
    /// @param query of the URL, without the question mark
    /// @throws IllegalArgumentException as above
    public static Map<String, List<String>> parse(String query, String body) {
        return parse(query + "&" + body);
    }

    /// The first value of a parameter; null: the form does not have it.
    public static @Nullable String first(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }

    /// The first value of a parameter.
    ///
    /// @param absent the value if the form does not have it
    public static String first(Map<String, List<String>> form, String name, String absent) {
        String value = first(form, name);
        return value == null ? absent : value;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
